/** Limits of vhosts and of users, which the HTTP API sets one by one. */
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { type Invocation, NOTHING, type Result } from '../verb.js';

/** Those that the argument defines, a JSON object. */
export async function setLimits(
  invocation: Invocation,
  resource: string,
  index: number,
): Promise<Result> {
  const definition = invocation.json(index);
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    throw new Failure('badData', 'limits are a JSON object: {"max-connections": 100}');
  }
  for (const [name, value] of Object.entries(definition)) {
    await invocation.api.put(`${resource}/${path`${name}`}`, { value: value as unknown });
  }
  return NOTHING;
}

export async function clearLimits(
  { api }: Invocation,
  resource: string,
  limit: string,
): Promise<Result> {
  const set = (await api.list(resource)).flatMap(({ value }) => Object.keys(value ?? {}));
  for (const name of limit === 'all' ? set : [limit]) {
    if (set.includes(name)) await api.delete(`${resource}/${path`${name}`}`);
  }
  return NOTHING;
}
