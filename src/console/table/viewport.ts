/**
 * Which rows of a long table are drawn: those that are in sight, and some around them. The others
 * are two empty rows of the right height. Used by table.tsx.
 */

export interface Viewport {
  readonly rowCount: number;
  /** All in px. */
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly height: number;
}

export interface DrawnRows {
  readonly first: number;
  /** One after the last. */
  readonly end: number;
  readonly heightBefore: number;
  readonly heightAfter: number;
}

const MARGIN_ROWS = 6;

export function drawnRows({ rowCount, rowHeight, scrollTop, height }: Viewport): DrawnRows {
  // A list that has become shorter may still be scrolled further than it is long.
  const top = Math.max(0, Math.min(scrollTop, rowCount * rowHeight - height));
  const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
  const end = Math.min(rowCount, Math.ceil((top + height) / rowHeight) + MARGIN_ROWS);
  return {
    first,
    end,
    heightBefore: first * rowHeight,
    heightAfter: (rowCount - end) * rowHeight,
  };
}
