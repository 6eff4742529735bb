/**
 * How far a routing key is from the key of a binding: in characters, or in words where the latter
 * is a pattern. Used by nearest.ts, which asks for thousands of keys.
 */

export interface WordDistance {
  /** Words of the key to change, to add or to leave out until the pattern matches. */
  readonly words: number;
  /** Of those words. */
  readonly characters: number;
}

/** A word costs more than all characters of two keys, which have 255 each at most. */
const WORD = 1_000;

/**
 * Characters to change, to add or to leave out: Levenshtein's, row by row, without the beginning
 * and the end that both have.
 */
export function keyDistance(wanted: string, given: string): number {
  let start = 0;
  let wantedEnd = wanted.length;
  let givenEnd = given.length;
  const isSame = (a: number, b: number): boolean => wanted.charCodeAt(a) === given.charCodeAt(b);
  while (start < wantedEnd && start < givenEnd && isSame(start, start)) start++;
  while (start < wantedEnd && start < givenEnd && isSame(wantedEnd - 1, givenEnd - 1)) {
    wantedEnd--;
    givenEnd--;
  }
  const width = givenEnd - start;
  const row = new Uint16Array(width + 1);
  for (let column = 1; column <= width; column++) row[column] = column;
  for (let line = start; line < wantedEnd; line++) {
    const code = wanted.charCodeAt(line);
    let diagonal = line - start;
    let left = diagonal + 1;
    row[0] = left;
    for (let column = 1; column <= width; column++) {
      const above = row[column] ?? 0;
      const replaced = diagonal + (code === given.charCodeAt(start + column - 1) ? 0 : 1);
      left = Math.min(replaced, left + 1, above + 1);
      row[column] = left;
      diagonal = above;
    }
  }
  return row[width] ?? 0;
}

/** The same with words as topic-trie.ts reads them: divided by dots, none in the empty key. */
export function wordDistance(pattern: string, key: string): WordDistance {
  const given = wordsOf(key);
  let before = [0];
  for (const [index, word] of given.entries()) before.push((before[index] ?? 0) + costOf(word));
  for (const word of wordsOf(pattern)) {
    const missing = word === '#' ? 0 : costOf(word);
    let left = (before[0] ?? 0) + missing;
    const row = [left];
    for (const [index, other] of given.entries()) {
      const superfluous = word === '#' ? 0 : costOf(other);
      left = Math.min(
        left + superfluous,
        (before[index + 1] ?? 0) + missing,
        (before[index] ?? 0) + replacementCost(word, other),
      );
      row.push(left);
    }
    before = row;
  }
  const sum = before.at(-1) ?? 0;
  return { words: Math.floor(sum / WORD), characters: sum % WORD };
}

function costOf(word: string): number {
  return WORD + word.length;
}

function replacementCost(wanted: string, given: string): number {
  const isFree = wanted === given || wanted === '*' || wanted === '#';
  return isFree ? 0 : WORD + keyDistance(wanted, given);
}

function wordsOf(key: string): string[] {
  return key === '' ? [] : key.split('.');
}
