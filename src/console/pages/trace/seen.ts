/**
 * What a trace has seen, put together from answers that tell only what has changed. Used by
 * trace-messages.tsx.
 */
import type { SeenJson, WayJson } from '../../api/types.js';

export interface Seen {
  /** To be asked for what is newer. */
  readonly revision: number;
  /** The newest first. */
  readonly messages: readonly WayJson[];
}

export const NOTHING_SEEN: Seen = { revision: 0, messages: [] };

export function withAnswer(seen: Seen, { revision, first, messages }: SeenJson): Seen {
  const changed = new Set(messages.map(({ id }) => id));
  // A reply that has lost its request comes by itself, and what was let go of is gone.
  const kept = seen.messages.filter(({ id }) => id >= (first ?? Infinity) && !changed.has(id));
  if (messages.length === 0 && kept.length === seen.messages.length) {
    return { revision, messages: seen.messages };
  }
  return { revision, messages: [...messages, ...kept].sort((a, b) => b.id - a.id) };
}
