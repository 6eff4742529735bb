import { expect } from 'chai';
import { Broker } from '../src/core/broker.js';
import { Clock } from '../src/core/clock.js';
import { DurableOperations } from '../src/durable-operations.js';
import { specFormat } from './support/core-builders.js';
import { ScriptedStore } from './support/scripted-store.js';

function build() {
  const store = new ScriptedStore();
  const broker = new Broker({
    clock: new Clock(0),
    store,
    format: specFormat,
    token: () => 'token',
    random: () => 0,
  });
  return { store, broker, operations: new DurableOperations(broker) };
}

describe('A durable operation', () => {
  it('is done at once, and has its result when the disk has all of it', async () => {
    const { store, broker, operations } = build();
    let isKept = false;
    const kept = operations.run(() => {
      broker.declareVhost({ name: 'a' });
      return broker.declareVhost({ name: 'b' }).name;
    });
    void kept.then(() => (isKept = true));
    expect(broker.vhost('b')).to.not.equal(undefined);
    store.commit(1);
    await Promise.resolve();
    expect(isKept).to.equal(false);
    store.commit();
    expect(await kept).to.equal('b');
    expect(broker.durable.size).to.equal(0);
  });

  it('that changes nothing is done when it is done', async () => {
    const { operations } = build();
    expect(await operations.run(() => 7)).to.equal(7);
  });

  it('that is refused rejects with the refusal', async () => {
    const { broker, operations } = build();
    const refusal = operations.run(() => broker.declareVhost({ name: '' }));
    const error: unknown = await refusal.catch((reason: unknown) => reason);
    expect(String(error)).to.contain('the name of a vhost has 1 to 255 bytes');
    expect(broker.durable.size).to.equal(0);
  });

  it('rejects when storage fails, and is not even begun afterwards', async () => {
    const { broker, operations } = build();
    const waiting = operations.run(() => broker.declareVhost({ name: 'a' }));
    const reason = new Error('the disk is gone');
    operations.fail(reason);
    expect(await waiting.catch((error: unknown) => error)).to.equal(reason);
    const late = operations.run(() => broker.declareVhost({ name: 'b' }));
    expect(await late.catch((error: unknown) => error)).to.equal(reason);
    expect(broker.vhost('b')).to.equal(undefined);
  });
});
