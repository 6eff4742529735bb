/**
 * About when the messages of one queue came: a message is noted with its time if none was in the
 * tenth of a second before it, and of old notes fewer and fewer stay. Fed and asked by backlog.ts,
 * which looks at `nextAt` for each message and calls for few.
 */

const STEP_MS = 100;
/** What is known of a message is wrong by so small a part of its age, or by a step. */
const PART = 16;
const THIN_MIN = 64;

export class Arrivals {
  /** A message that comes earlier than this need not be noted: ms since the epoch. */
  nextAt = 0;
  /** Both grow; what came between two notes came within a step after the first, at first. */
  #sequences: number[] = [];
  #times: number[] = [];
  #thinAt = THIN_MIN;

  /** How many notes there are: some hundred, however long the queue lives. */
  get count(): number {
    return this.#times.length;
  }

  note(sequence: number, now: number): void {
    this.nextAt = now + STEP_MS;
    this.#sequences.push(sequence);
    this.#times.push(now);
    if (this.#times.length >= this.#thinAt) this.#thin(now);
  }

  /** No message that came before is asked for any more. */
  clear(): void {
    if (this.#times.length === 0) return;
    this.#sequences = [];
    this.#times = [];
    this.#thinAt = THIN_MIN;
  }

  /** Not later than it came, and earlier by a step or the sixteenth of its age at most. */
  arrivedAt(sequence: number): number | undefined {
    const sequences = this.#sequences;
    let first = 0;
    let end = sequences.length;
    while (first < end) {
      const middle = (first + end) >>> 1;
      if ((sequences[middle] ?? 0) <= sequence) first = middle + 1;
      else end = middle;
    }
    return this.#times[first - 1];
  }

  /** A note goes if those around it are so near to each other that nobody misses it. */
  #thin(now: number): void {
    const sequences: number[] = [];
    const times: number[] = [];
    let laterAt = now;
    for (let index = this.#times.length - 1; index >= 0; index--) {
      const [sequence, time] = [this.#sequences[index] ?? 0, this.#times[index] ?? 0];
      const earlierAt = this.#times[index - 1];
      if (earlierAt !== undefined && laterAt - earlierAt <= (now - laterAt) / PART) continue;
      sequences.push(sequence);
      times.push(time);
      laterAt = time;
    }
    this.#sequences = sequences.reverse();
    this.#times = times.reverse();
    this.#thinAt = Math.max(THIN_MIN, 2 * times.length);
  }
}
