/**
 * Numbers for texts, for the exchanges that spread messages by a hash. The same in every process
 * and release: a key keeps its queue over a restart.
 */

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const TWO_TO_32 = 2 ** 32;

/** 32 bits, each of which depends on every character (FNV-1a with the end of MurmurHash3). */
export function hashText(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  }
  return mix(hash);
}

/** A number between 0 and 1, and neither of them, for two hashes together. */
export function fractionOf(hash: number, other: number): number {
  return (mix(mix(hash ^ other) + other) + 0.5) / TWO_TO_32;
}

function mix(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
