/**
 * Gathers the transports that asked for the end of the turn: however many chunks arrive in one
 * round of the event loop, each session is called once, after all of them. One per listener; filled
 * by socket-transport.ts.
 */

/** The queue owns `isInTurnQueue`; nobody else writes it. */
export interface TurnMember {
  isInTurnQueue: boolean;
  endTurn(): void;
}

export class TurnQueue {
  #waiting: TurnMember[] = [];
  #running: TurnMember[] = [];
  readonly #schedule: (run: () => void) => void;

  constructor(schedule: (run: () => void) => void = setImmediate) {
    this.#schedule = schedule;
  }

  add(member: TurnMember): void {
    if (member.isInTurnQueue) return;
    member.isInTurnQueue = true;
    if (this.#waiting.push(member) === 1) this.#schedule(this.#run);
  }

  /**
   * A member that asks again from within `endTurn` is called in the next turn, after the sockets
   * were read.
   */
  readonly #run = (): void => {
    const members = this.#waiting;
    this.#waiting = this.#running;
    this.#running = members;
    for (const member of members) {
      member.isInTurnQueue = false;
      member.endTurn();
    }
    members.length = 0;
  };
}
