import { expect } from 'chai';
import { MemoryStore } from '../../src/store/memory.js';
import { describeStore } from './contract.js';
import { close, messageOf, queueOf, recover } from './driving.js';

describe('the memory store', () => {
  describeStore({ open: () => new MemoryStore() });

  it('is durable at once', () => {
    const store = new MemoryStore();
    store.define(queueOf(1));
    store.append(1, 1, messageOf(), 0);
    expect(store.isDurable(1, store.last)).to.equal(true);
    expect(store.isCongested).to.equal(false);
  });

  it('has recovered when recover returns', () => {
    let isDone = false;
    new MemoryStore().recover({ definition() {}, message() {} }, () => {
      isDone = true;
    });
    expect(isDone).to.equal(true);
  });

  it('is never asked for what it has', () => {
    const store = new MemoryStore();
    expect(store.canFetch).to.equal(false);
    expect(() => store.fetch(1, [1])).to.throw('keeps nothing');
  });

  it('keeps nothing', async () => {
    const store = new MemoryStore();
    store.append(1, 1, messageOf(), 0);
    await close(store);
    expect(await recover(store)).to.deep.equal({ definitions: [], messages: [] });
  });
});
