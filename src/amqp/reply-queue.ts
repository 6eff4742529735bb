/**
 * Replies of one channel, in order. Some wait until a change is on the disk, and every later reply
 * of the channel behind them, since clients match replies by order alone.
 */

/** May the reply be given? Asked when its turn has come, and again whenever the disk reports. */
export type IsDue = () => boolean;

interface Waiting {
  readonly isDue: IsDue;
  readonly reply: () => void;
  readonly methodId: number;
}

/** Runs a reply and answers its fault, for which the method that asked is blamed. */
export type RunReply = (reply: () => void, methodId: number) => void;

export class ReplyQueue {
  #waiting: Waiting[] = [];

  get length(): number {
    return this.#waiting.length;
  }

  /** Runs the reply to a method now if nothing is to be waited for; false if it waits. */
  add(isDue: IsDue, reply: () => void, methodId: number): boolean {
    if (this.#waiting.length === 0 && isDue()) {
      reply();
      return true;
    }
    this.#waiting.push({ isDue, reply, methodId });
    return false;
  }

  /** Gives the replies that are due. True while some wait. */
  release(run: RunReply): boolean {
    for (let first = this.#waiting[0]; first?.isDue() === true; first = this.#waiting[0]) {
      this.#waiting.shift();
      run(first.reply, first.methodId);
    }
    return this.#waiting.length > 0;
  }

  clear(): void {
    this.#waiting = [];
  }
}
