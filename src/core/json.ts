/** Values of JSON: what operators set policies and parameters to, as the store keeps them. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isJsonArray(value);
}

/**
 * JSON can say numbers that are beyond any: 1e400 is read as infinite, and JSON has no word for
 * that. Whatever is kept is asked this first, since the store would give back null.
 */
export function hasFiniteNumbers(value: JsonValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(hasFiniteNumbers);
}

/** Is it nested no deeper than that? Asked before anything that walks it by recursion. */
export function isShallow(value: JsonValue, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depthMax > 0 && Object.values(value).every((item) => isShallow(item, depthMax - 1));
}
