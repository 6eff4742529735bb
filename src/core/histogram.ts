/**
 * How often values fell into which range: a count for each upper bound, as Prometheus' histograms
 * have them. Filled for each publish and commit, read by metrics. HOT.
 */
export class Histogram {
  /** Upper bounds, in order; what is larger than the last has a place of its own. */
  readonly bounds: readonly number[];
  /** One for each bound, and one more: not cumulative. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  note(value: number): void {
    let index = 0;
    while (value > (this.bounds[index] ?? Infinity)) index++;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.sum += value;
  }
}
