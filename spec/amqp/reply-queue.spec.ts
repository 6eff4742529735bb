import { expect } from 'chai';
import { ReplyQueue } from '../../src/amqp/reply-queue.js';
import { message } from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';

function make() {
  const store = new ScriptedStore();
  const queue = new ReplyQueue(store);
  const given: string[] = [];
  const add = (name: string, position = 0): boolean =>
    queue.add(position || 1, position, () => given.push(name), 7);
  const release = (): boolean => queue.release((reply) => reply());
  let sequence = 0;
  const write = (): number => store.append(1, ++sequence, message(), 0);
  return { store, queue, given, add, release, write };
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
    const { store, queue, given, add, release, write } = make();
    queue.add(1, write(), () => queue.clear(), 7);
    add('too late', write());
    store.commit(1);
    expect(release()).to.equal(false);
    store.commit();
    release();
    expect(given).to.eql([]);
  });

  it('come with the method that asked, to be blamed for their faults', () => {
    const { store, queue, write } = make();
    queue.add(1, write(), () => {}, 0x0032000a);
    store.commit();
    const blamed: number[] = [];
    queue.release((_reply, methodId) => blamed.push(methodId));
    expect(blamed).to.eql([0x0032000a]);
  });
});
