/** Since when a channel or a queue is idle, in RabbitMQ's words. Used by the files of both. */

/** RabbitMQ tells it of what sleeps, which it does after about this long. */
const IDLE_MS = 1_000;

/** "2026-11-27T01:00:59.929+00:00"; undefined while it is busy. Both in ms since the epoch. */
export function idleSince(lastActiveAt: number, now: number): string | undefined {
  if (now - lastActiveAt < IDLE_MS) return undefined;
  return new Date(lastActiveAt).toISOString().replace('Z', '+00:00');
}
