/** Whether the API knows a thing, for forms that make one: a PUT would change the one it knows. */
import { type Api, ApiFault } from './client.js';

export async function isThere(api: Pick<Api, 'get'>, path: string): Promise<boolean> {
  try {
    await api.get(path);
    return true;
  } catch (error) {
    if (error instanceof ApiFault && error.status === 404) return false;
    throw error;
  }
}
