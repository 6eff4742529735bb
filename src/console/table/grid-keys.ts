/** Which row of a table the keys lead to. Used by grid.tsx. */

export interface Rows {
  readonly count: number;
  /** So many are in sight. */
  readonly inSight: number;
  /** The first of them. */
  readonly first: number;
}

/** Undefined if the key leads nowhere; `current` is undefined before the first. */
export function rowAfter(key: string, current: number | undefined, rows: Rows): number | undefined {
  const { count, inSight, first } = rows;
  if (count === 0) return undefined;
  const within = (index: number): number => Math.max(0, Math.min(index, count - 1));
  switch (key) {
    case 'ArrowDown':
      return within(current === undefined ? first : current + 1);
    case 'ArrowUp':
      return within(current === undefined ? first : current - 1);
    case 'PageDown':
      return within((current ?? first) + inSight);
    case 'PageUp':
      return within((current ?? first) - inSight);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

export interface Scrolled {
  readonly scrollTop: number;
  /** Of all that scrolls, its head included; the head stays. All in px. */
  readonly height: number;
  readonly headHeight: number;
  readonly rowHeight: number;
}

/** How far to scroll so that the whole row is in sight: no further than needed. */
export function scrollTopFor(index: number, scrolled: Scrolled): number {
  const { scrollTop, height, headHeight, rowHeight } = scrolled;
  const top = index * rowHeight;
  const room = height - headHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - room);
}
