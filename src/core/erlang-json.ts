/** A JSON value in the notation of RabbitMQ's fault texts, which print it as an Erlang term. */
import { erlangTerm } from './erlang-text.js';
import { isJsonArray, type JsonValue } from './json.js';

/** Beyond that many levels Erlang's ~P prints dots, and so does this. */
const DEPTH_MAX = 20;

export function erlangJson(value: JsonValue, depthMax = DEPTH_MAX): string {
  if (typeof value === 'string') return erlangTerm({ type: 'S', value });
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return erlangTerm({ type: 'd', value });
  }
  if (typeof value !== 'object' || value === null) return String(value);
  if (depthMax === 0) return '...';
  if (isJsonArray(value)) return `[${value.map((item) => erlangJson(item, depthMax - 1)).join()}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${erlangJson(key)} => ${erlangJson(item, depthMax - 1)}`,
  );
  return `#{${entries.sort().join()}}`;
}
