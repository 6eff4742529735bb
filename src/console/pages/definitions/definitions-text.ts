/**
 * The text of a file of definitions, looked at before it is sent: what is no JSON, or too large,
 * need not travel. Used by import-panel.tsx.
 */

export interface DefinitionsText {
  readonly text: string;
  /** Nothing in it names a vhost, so somebody has to say into which one it goes. */
  readonly isOfOneVhost: boolean;
}

/** The API takes no larger body. */
export const SIZE_MAX = 20_000_000;

const IN_VHOSTS = ['policies', 'queues', 'exchanges', 'bindings'];

/** Throws an Error that says what is wrong with it. */
export function readDefinitions(text: string): DefinitionsText {
  const size = new TextEncoder().encode(text).length;
  if (size > SIZE_MAX) {
    const megabytes = (size / 1e6).toFixed(1);
    throw new Error(`These are ${megabytes} MB; an import takes ${SIZE_MAX / 1e6} MB at most.`);
  }
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('Definitions are a JSON object: {"queues": […], …}');
  }
  return { text, isOfOneVhost: isOfOneVhost(value) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`This is no JSON: ${reason}`, { cause: error });
  }
}

function isOfOneVhost(document: object): boolean {
  const lists = new Map(Object.entries(document) as [string, unknown][]);
  if (lists.has('vhosts')) return false;
  return IN_VHOSTS.some((kind) => {
    const list = lists.get(kind);
    return Array.isArray(list) && list.some((item: unknown) => !namesVhost(item));
  });
}

function namesVhost(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'vhost' in item;
}
