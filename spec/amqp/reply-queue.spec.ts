import { expect } from 'chai';
import { ReplyQueue } from '../../src/amqp/reply-queue.js';
import { message } from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';

function make() {
  const store = new ScriptedStore();
  const queue = new ReplyQueue();
  const given: string[] = [];
  const isDurable = (position: number) => () => store.isDurable(position || 1, position);
  const add = (name: string, position = 0): boolean =>
    queue.add(isDurable(position), () => given.push(name), 7);
  const release = (): boolean => queue.release((reply) => reply());
  let sequence = 0;
  const write = (): number => store.append(1, ++sequence, message(), 0);
  return { store, queue, given, isDurable, add, release, write };
}

describe('The replies of a channel', () => {
  it('are given at once when there is nothing to wait for', () => {
    const { queue, given, add } = make();
    expect(add('one')).to.equal(true);
    expect(given).to.eql(['one']);
    expect(queue.length).to.equal(0);
  });

  it('wait for the disk, and those that wait for nothing wait behind them', () => {
    const { store, queue, given, add, release, write } = make();
    expect(add('durable', write())).to.equal(false);
    expect(add('next')).to.equal(false);
    expect(queue.length).to.equal(2);
    expect(release()).to.equal(true);
    expect(given).to.eql([]);
    store.commit();
    expect(release()).to.equal(false);
    expect(given).to.eql(['durable', 'next']);
  });

  it('are given as far as they are due', () => {
    const { store, given, add, release, write } = make();
    add('first', write());
    add('second');
    add('third', write());
    add('fourth');
    store.commit(1);
    expect(release()).to.equal(true);
    expect(given).to.eql(['first', 'second']);
  });

  it('are forgotten when the channel ends, also by one of them', () => {
    const { store, queue, given, isDurable, add, release, write } = make();
    queue.add(isDurable(write()), () => queue.clear(), 7);
    add('too late', write());
    store.commit(1);
    expect(release()).to.equal(false);
    store.commit();
    release();
    expect(given).to.eql([]);
  });

  it('are asked one by one whether they are due, each after the one before was given', () => {
    const { queue, given, release } = make();
    let left = 0;
    const isDue = (): boolean => left > 0;
    for (const name of ['first', 'second']) {
      queue.add(
        isDue,
        () => {
          left--;
          given.push(name);
        },
        7,
      );
    }
    left = 1;
    expect(release()).to.equal(true);
    expect(given).to.eql(['first']);
  });

  it('come with the method that asked, to be blamed for their faults', () => {
    const { store, queue, isDurable, write } = make();
    queue.add(isDurable(write()), () => {}, 0x0032000a);
    store.commit();
    const blamed: number[] = [];
    queue.release((_reply, methodId) => blamed.push(methodId));
    expect(blamed).to.eql([0x0032000a]);
  });
});
