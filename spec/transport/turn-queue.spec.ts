import { expect } from 'chai';
import { TurnQueue } from '../../src/transport/turn-queue.js';

function member(name: string, calls: string[], onEnd: () => void = () => {}) {
  return {
    isInTurnQueue: false,
    endTurn(): void {
      calls.push(name);
      onEnd();
    },
  };
}

describe('The queue of turn ends', () => {
  it('calls each member once, in order of asking, by one scheduled run', () => {
    const calls: string[] = [];
    const scheduled: (() => void)[] = [];
    const queue = new TurnQueue((run) => scheduled.push(run));
    const first = member('first', calls);
    const second = member('second', calls);
    queue.add(first);
    queue.add(second);
    queue.add(first);
    expect(scheduled).to.have.length(1);
    scheduled.pop()?.();
    expect(calls).to.deep.equal(['first', 'second']);
    expect(scheduled).to.have.length(0);
  });

  it('leaves a member that asks again in its call to the next turn', () => {
    const calls: string[] = [];
    const scheduled: (() => void)[] = [];
    const queue = new TurnQueue((run) => scheduled.push(run));
    const eager = member('eager', calls, () => {
      if (calls.length < 3) queue.add(eager);
    });
    queue.add(eager);
    for (const count of [1, 2, 3]) {
      scheduled.shift()?.();
      expect(calls).to.have.length(count);
    }
    expect(scheduled).to.have.length(0);
  });

  it('forgets nobody when one member asks for another in its call', () => {
    const calls: string[] = [];
    const scheduled: (() => void)[] = [];
    const queue = new TurnQueue((run) => scheduled.push(run));
    const late = member('late', calls);
    const early = member('early', calls, () => queue.add(late));
    queue.add(early);
    queue.add(late);
    scheduled.shift()?.();
    expect(calls).to.deep.equal(['early', 'late']);
    queue.add(late);
    scheduled.shift()?.();
    expect(calls).to.deep.equal(['early', 'late', 'late']);
    expect(scheduled).to.have.length(0);
  });
});
