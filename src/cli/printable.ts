/**
 * Texts of the broker's users as a terminal may have them: names are theirs to choose, and one with
 * control characters would move the cursor or change colours. Used by format.ts and run.ts.
 */

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** Each control character as "\n" or "\x1b". */
export function printable(text: string): string {
  return text.replaceAll(
    /\p{Cc}/gu,
    (sign) => SHORT[sign] ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
