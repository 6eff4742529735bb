/** A value of JSON as people read it, and whether it is too long to be shown at once. */

export interface ValueText {
  readonly text: string;
  /** The beginning, on one line; undefined where the whole is short. */
  readonly beginning: string | undefined;
}

/** A client may send megabytes of properties. */
export const LENGTH_SHOWN_MAX = 100_000;
export const LENGTH_SHORT_MAX = 400;
const LINES_SHORT_MAX = 12;
const BEGINNING_LENGTH = 80;

export function valueText(value: unknown): ValueText {
  const whole = textOf(value);
  const text =
    whole.length <= LENGTH_SHOWN_MAX
      ? whole
      : `${cut(whole, LENGTH_SHOWN_MAX)}… ${amount(whole.length)} characters in all`;
  const isShort = text.length <= LENGTH_SHORT_MAX && text.split('\n').length <= LINES_SHORT_MAX;
  if (isShort) return { text, beginning: undefined };
  const line = cut(whole, BEGINNING_LENGTH * 2).replace(/\s+/g, ' ');
  return {
    text,
    beginning: `${cut(line, BEGINNING_LENGTH)}… (${amount(whole.length)} characters)`,
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value, null, 2);
}

/** Not between the halves of a character. */
function cut(text: string, length: number): string {
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, isSplit ? length - 1 : length);
}

function amount(count: number): string {
  return count.toLocaleString('en');
}
