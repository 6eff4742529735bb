/** Whether the API knows a thing, for forms that make one: a PUT would change the one it knows. */
import { type Api, isNotFound } from './client.js';

export async function isThere(api: Pick<Api, 'get'>, path: string): Promise<boolean> {
  try {
    await api.get(path);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
