/** A long list as JSON, written in turns. Used by respond-list.ts. */
import { Turns } from '../turns.js';

const CHUNK_SIZE = 65_536;

export async function* jsonList<T>(
  things: readonly T[],
  present: (thing: T) => unknown,
): AsyncGenerator<string> {
  const turns = new Turns();
  let chunk = '[';
  for (const [index, thing] of things.entries()) {
    chunk += (index === 0 ? '' : ',') + JSON.stringify(present(thing));
    if (chunk.length >= CHUNK_SIZE) {
      yield chunk;
      chunk = '';
    }
    if (turns.isOver) await turns.pause();
  }
  yield `${chunk}]`;
}
