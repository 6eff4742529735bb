/** CONTRACT of tables: what a column is. How it looks is table.tsx's ShownColumn. */

export type CellValue = string | number | boolean | null | undefined;

export interface Column<Row> {
  /** In the address, in filters and in exports. */
  readonly id: string;
  readonly title: string;
  /** What the number means, for whoever points at the title. */
  readonly explanation?: string;
  readonly isNumber?: boolean;
  /** Shown where nobody has chosen. */
  readonly isUsual?: boolean;
  /** Drawn, for people to look at: neither sorted by nor exported nor found by words. */
  readonly isPicture?: boolean;
  /** In rem. */
  readonly width: number;
  /** What is sorted by, filtered by and exported. */
  readonly value: (row: Row) => CellValue;
}
