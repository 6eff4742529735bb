/** What came of a provocation on one broker, and its form in the table. */
import { isUtf8 } from 'node:buffer';

export interface Outcome {
  /** What is closed by the last word of the broker; 'socket' if it hung up without one. */
  readonly scope: 'nothing' | 'channel' | 'connection' | 'socket' | 'silence';
  readonly code: number;
  /** As octets, one character each: texts need not be UTF-8. */
  readonly text: string;
  /** Class and method that are blamed ("50.10"). */
  readonly cause: string;
  /** Ids of all methods that came before the end. */
  readonly answers: readonly string[];
  /** What can still be done afterwards. */
  readonly afterwards: string;
}

/** One line for each thing that is compared. */
export function describeOutcome(outcome: Outcome): string[] {
  const { scope, code, text, cause, answers, afterwards } = outcome;
  const close = code === 0 ? '' : ` ${code} ${readable(text)} (blames ${cause})`;
  return [`closes ${scope}${close}`, `answers ${answers.join(' ')}`, `afterwards ${afterwards}`];
}

export function isSame(a: Outcome, b: Outcome): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** On one line, and with the numbers of octets that are not UTF-8. */
function readable(text: string): string {
  const octets = Buffer.from(text, 'latin1');
  const shown = isUtf8(octets) ? octets.toString('utf8') : text;
  return JSON.stringify(shown)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll(/[\x7f-\x9f]/g, hex);
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`;
}
