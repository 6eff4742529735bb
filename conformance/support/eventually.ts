/**
 * For the few facts that AMQP announces by no event (a queue that expired, a count that dropped):
 * asks again until the probe says yes, and fails with the limit's message otherwise.
 */
export async function eventually(
  what: string,
  probe: () => Promise<boolean>,
  limitMs = 4000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`${what}: not so within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}

const POLL_INTERVAL_MS = 5;
