/** CONTRACT of charts: what a line is. Its numbers stand in a history under its id. */
export interface Series {
  readonly id: string;
  readonly title: string;
  /** --chart-1 to --chart-6 of the style sheet. */
  readonly color: number;
  readonly explanation?: string;
}
