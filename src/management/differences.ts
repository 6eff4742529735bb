/**
 * Two objects of JSON, key by key: what was added, changed and taken away. Used for previews of
 * policies and of imports.
 */
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../core/json.js';

/** Null where there is nothing. */
export interface Difference {
  readonly key: string;
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** In the order of the keys. */
export function differencesOf(before: JsonObject, after: JsonObject): Difference[] {
  if (before === after) return [];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys]
    .sort()
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => ({ key, before: before[key] ?? null, after: after[key] ?? null }));
}

/** The order of keys in an object says nothing. */
export function isSame(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (isJsonArray(a) && isJsonArray(b)) {
    return a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
}
