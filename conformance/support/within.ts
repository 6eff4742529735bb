/**
 * A limit on waiting: every wait in a scenario goes through here, so that what did not happen is
 * named in the failure instead of mocha's bare time-out.
 */
export async function within<T>(promise: Promise<T>, what: string, limitMs = 4000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what}: did not happen within ${limitMs} ms`));
    }, limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
