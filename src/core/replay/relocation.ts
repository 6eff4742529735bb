/**
 * A message leaves its queue for others: all of them have room for it, or it stays where it is. The
 * copies and the end of the original are changes of one run, so a crash loses and doubles nothing.
 * Used by replay.ts, and for single messages by whoever moves one.
 */
import { NO_FIELDS } from '../field.js';
import type { Message } from '../message.js';
import type { QueueEntry } from '../queue/entry.js';
import type { Target } from '../target.js';

/** As if it had been published there; what is known of its deaths stays with it. */
export function readdressed(message: Message, exchange: string, routingKey: string): Message {
  return message.format.rewrite(message, {
    exchange,
    routingKey,
    extraKeys: [],
    setHeaders: NO_FIELDS,
    removeHeaders: [],
    dropExpiration: false,
  });
}

/**
 * False if it stays: it is not ready any more, somebody has no room, or there is nobody. The last
 * of several can still refuse if the copy of another has pushed a dead letter into it meanwhile;
 * then the others have theirs, and so it goes.
 */
export function relocate(entry: QueueEntry, copy: Message, targets: readonly Target[]): boolean {
  if (targets.length === 0 || entry.state !== 'ready' || entry.queue.isDeleted) return false;
  if (targets.some((target) => target.refuses?.(copy) === true)) return false;
  const { tracer } = entry.queue;
  if (tracer?.isOn === true) tracer.onMoving(entry, copy, targets);
  for (const target of targets) target.enqueue(copy);
  entry.queue.discard(entry, true);
  return true;
}
