/**
 * The shape of a JSON answer: for each path of keys the types that stand there. Elements of a list
 * share one path, since two brokers list in orders of their own.
 */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'list' | 'object';

/** By path: "[].message_stats.ack_details.rate". The answer itself is "". */
export type Shape = ReadonlyMap<string, ReadonlySet<JsonType>>;

/** Keys that are names of something, such as of the node: `rename` says what stands for them. */
export function shapeOf(value: unknown, rename: (key: string) => string): Shape {
  const shape = new Map<string, Set<JsonType>>();
  const visit = (path: string, part: unknown): void => {
    const types = shape.get(path) ?? new Set();
    shape.set(path, types.add(typeOf(part)));
    if (Array.isArray(part)) for (const element of part) visit(`${path}[]`, element);
    else if (typeof part === 'object' && part !== null) {
      for (const [key, inner] of Object.entries(part)) {
        visit(path === '' ? rename(key) : `${path}.${rename(key)}`, inner);
      }
    }
  };
  visit('', value);
  return shape;
}

/**
 * What of their shape is not in ours, one line for each path; what is below a missing path is not
 * told again.
 */
export function missingIn(theirs: Shape, ours: Shape): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const [path, types] of theirs) {
    const own = ours.get(path);
    if (own === undefined) {
      if (!hasMissingParent(path, missing)) missing.set(path, `is missing (${list(types)})`);
      continue;
    }
    const others = [...types].filter((type) => !own.has(type) && !isEmptyObject(type, own));
    if (others.length > 0) missing.set(path, `is ${list(own)} in place of ${list(types)}`);
  }
  return missing;
}

/** RabbitMQ writes an empty object as an empty list. */
function isEmptyObject(type: JsonType, own: ReadonlySet<JsonType>): boolean {
  return type === 'list' && own.has('object');
}

function hasMissingParent(path: string, missing: ReadonlyMap<string, string>): boolean {
  return [...missing.keys()].some(
    (parent) => path.startsWith(`${parent}.`) || path.startsWith(`${parent}[]`),
  );
}

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  if (type === 'boolean' || type === 'number' || type === 'string' || type === 'object') {
    return type;
  }
  throw new Error(`${type} is no type of JSON`);
}

function list(types: ReadonlySet<JsonType>): string {
  return [...types].sort().join(' or ');
}
