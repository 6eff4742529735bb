/** Ends a verb with rabbitmqctl's exit code where there is no such user. Used by the verbs. */
import { type Api, type JsonObject, path } from '../api.js';
import { Failure } from '../failure.js';

export async function requireUser(api: Api, user: string): Promise<JsonObject> {
  const found = await api.find(path`users/${user}`);
  if (found === undefined) throw new Failure('noUser', `User "${user}" does not exist`);
  return found;
}
