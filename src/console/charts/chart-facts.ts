/** CONTRACT of pages with charts: where the numbers of these stand in an answer of the API. */
import type { Look } from './history.js';
import type { Past } from './samples.js';

export interface ChartFacts<T> {
  readonly levelsOf: (data: T) => Look;
  readonly countersOf: (data: T) => Look;
  /** What the samples tell of the time before. */
  readonly pastOf: (data: T) => Past;
}
