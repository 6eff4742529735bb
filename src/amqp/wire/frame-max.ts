/**
 * The bound on a frame-max that reader and writer share. A peer's 0, "no limit", must have become a
 * number before it comes here: the writer would find no room for a body, the reader no bound.
 */
import { FRAME_MIN_SIZE } from './constants.js';

export function checkFrameMax(frameMax: number): void {
  if (frameMax >= FRAME_MIN_SIZE) return;
  throw new RangeError(`frame-max is ${FRAME_MIN_SIZE} at least, not ${frameMax}`);
}
