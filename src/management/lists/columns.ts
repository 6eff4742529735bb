/**
 * ?columns=name,message_stats.publish: of each object only the keys that are asked for, and of
 * objects within it likewise. Used by respond-list.ts and middleware/columns.ts.
 */
import { isObject } from '../request.js';

/** The keys to keep: `true` for all that is below one. */
export type Columns = ReadonlyMap<string, Columns | true>;

type Growing = Map<string, Growing | true>;

export function readColumns(text: string): Columns {
  const columns: Growing = new Map();
  for (const column of text.split(',')) {
    const keys = column.split('.').filter((key) => key !== '');
    let place = columns;
    for (const [index, key] of keys.entries()) {
      const there = place.get(key);
      if (there === true) break;
      const isLast = index === keys.length - 1;
      const below: Growing | true = isLast ? true : (there ?? new Map());
      place.set(key, below);
      if (below === true) break;
      place = below;
    }
  }
  return columns;
}

/** Lists are taken apart; what is no object stays as it is. */
export function pick(value: unknown, columns: Columns): unknown {
  if (Array.isArray(value)) return value.map((each) => pick(each, columns));
  if (!isObject(value)) return value;
  const picked: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const below = columns.get(key);
    if (below === undefined) continue;
    picked.push([key, below === true ? inner : pick(inner, below)]);
  }
  return Object.fromEntries(picked);
}
