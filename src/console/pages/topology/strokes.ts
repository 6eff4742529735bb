/** How rates and texts look in the picture. Used by lines.tsx and node-card.tsx. */

const WIDTH_MIN = 1.25;
const WIDTH_MAX = 7;
/** For each ten times as much. */
const WIDTH_STEP = 1.2;
/** Seconds in which the dashes go one step: the more, the faster, but never so that it flickers. */
const DURATION_MAX = 2;
const DURATION_MIN = 0.5;
/** A queue with so many messages looks full. */
const FULL = 1_000_000;

/** In px: ten times as much is a step wider. */
export function lineWidth(rate: number): number {
  return Math.min(WIDTH_MIN + WIDTH_STEP * Math.log10(1 + Math.max(rate, 0)), WIDTH_MAX);
}

export function flowDuration(rate: number): number {
  const duration = DURATION_MAX - 0.35 * Math.log10(1 + Math.max(rate, 0));
  return Math.max(DURATION_MIN, Math.round(duration * 10) / 10);
}

/** From 0 to 1: each step is ten times as many messages. */
export function fullness(messages: number): number {
  return Math.min(Math.log10(1 + Math.max(messages, 0)) / Math.log10(1 + FULL), 1);
}

/** The beginning, of characters as people count them. */
export function shortText(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters.slice(0, length - 1).join('')}…`;
}
