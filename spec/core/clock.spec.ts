import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';

describe('Clock', () => {
  let clock: Clock;
  let fired: string[];

  beforeEach(() => {
    clock = new Clock(1000);
    fired = [];
  });

  function at(deadline: number, name: string): void {
    clock.at(deadline, () => fired.push(`${name}@${String(clock.now)}`));
  }

  it('fires what is due when it is advanced, and nothing earlier', () => {
    at(1500, 'a');
    clock.advance(1499);
    expect(fired).to.deep.equal([]);
    clock.advance(1500);
    expect(fired).to.deep.equal(['a@1500']);
  });

  it('fires in order of deadline, each at its own time', () => {
    at(3000, 'late');
    at(2000, 'early');
    clock.advance(10_000);
    expect(fired).to.deep.equal(['early@2000', 'late@3000']);
    expect(clock.now).to.equal(10_000);
  });

  it('fires equal deadlines in the order in which they were set', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) at(2000, name);
    clock.advance(2000);
    expect(fired.map((entry) => entry[0]).join('')).to.equal('abcde');
  });

  it('counts a delay from now', () => {
    clock.advance(1200);
    expect(clock.after(300, () => {}).deadline).to.equal(1500);
  });

  it('fires within the same advance what a callback sets', () => {
    clock.at(2000, () => {
      at(2500, 'second');
    });
    clock.advance(3000);
    expect(fired).to.deep.equal(['second@2500']);
  });

  it('fires a deadline that has passed at the next advance, without going back', () => {
    at(10, 'past');
    clock.advance(1000);
    expect(fired).to.deep.equal(['past@1000']);
  });

  it('never runs backwards', () => {
    clock.advance(500);
    expect(clock.now).to.equal(1000);
  });

  it('forgets a cancelled timer', () => {
    const timer = clock.after(100, () => fired.push('cancelled'));
    clock.cancel(timer);
    clock.advance(5000);
    expect(fired).to.deep.equal([]);
  });

  it('lets a timer be cancelled again, or after it has fired', () => {
    const timer = clock.after(100, () => fired.push('once'));
    clock.advance(1100);
    clock.cancel(timer);
    clock.cancel(timer);
    clock.cancel(undefined);
    expect(fired).to.deep.equal(['once']);
  });

  it('calls once more in the next advance, and not in this one', () => {
    let toldCount = 0;
    clock.onEarlier = () => toldCount++;
    const again = (): void => {
      fired.push('again');
      if (fired.length < 3) clock.next(again);
    };
    clock.next(again);
    expect(clock.nextDeadline).to.equal(clock.now);
    clock.advance(60_000);
    expect(fired).to.deep.equal(['again']);
    clock.advance(60_000);
    clock.advance(60_000);
    expect(fired).to.have.lengthOf(3);
    expect(toldCount).to.equal(3);
    clock.cancel(clock.next(again));
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('knows the next deadline, if there is one', () => {
    expect(clock.nextDeadline).to.equal(undefined);
    at(4000, 'a');
    at(3000, 'b');
    expect(clock.nextDeadline).to.equal(3000);
  });

  it('tells when the next deadline has become earlier, and only then', () => {
    let toldCount = 0;
    clock.onEarlier = () => toldCount++;
    at(3000, 'first');
    at(4000, 'later');
    expect(toldCount).to.equal(1);
    at(2000, 'earlier');
    expect(toldCount).to.equal(2);
  });
});
