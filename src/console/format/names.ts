/** Names within sentences. */

/** Letters of scripts that are written from right to left: Hebrew, Arabic and their kin. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * “orders”. One that is written from right to left is isolated (UAX #9), or it would take the
 * numbers and names behind it to its other side.
 */
export function quoted(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `“\u2068${name}\u2069”` : `“${name}”`;
}
