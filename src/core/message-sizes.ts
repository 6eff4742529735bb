/**
 * How large the messages are that publishers send: a count for each range of sizes, in RabbitMQ's
 * steps. Filled for each publish, read by metrics. HOT.
 */

/** Upper bounds in bytes; what is larger has a place of its own. */
export const SIZE_BOUNDS = [
  100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 50_000_000, 100_000_000,
] as const;

export class MessageSizes {
  /** One for each bound, and one more: not cumulative. */
  readonly counts = new Float64Array(SIZE_BOUNDS.length + 1);
  bytes = 0;

  note(size: number): void {
    let index = 0;
    while (size > (SIZE_BOUNDS[index] ?? Infinity)) index++;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.bytes += size;
  }
}
