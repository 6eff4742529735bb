/**
 * Changes tags or password of a user. The API takes both together, so what is to stay is asked for
 * just before. Used by the panels of a user.
 */
import { type Api, path } from '../../api/client.js';
import type { UserJson } from '../../api/types.js';

interface UserChange {
  readonly tags?: readonly string[];
  /** Empty: none any more. */
  readonly password?: string;
}

export async function changeUser(
  api: Pick<Api, 'get' | 'send'>,
  name: string,
  { tags, password }: UserChange,
): Promise<void> {
  const where = path('/users', name);
  const { password_hash, hashing_algorithm, ...user } = await api.get<UserJson>(where);
  const login = password === undefined ? { password_hash, hashing_algorithm } : { password };
  await api.send('PUT', where, { tags: tags ?? user.tags, ...login });
}
