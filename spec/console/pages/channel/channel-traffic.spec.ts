import { expect } from 'chai';
import { countersOf, heldBy } from '../../../../src/console/pages/channel/channel-traffic.js';

describe('The charts of a channel', () => {
  it('count what has happened, and nothing where nothing has', () => {
    expect(Object.values(countersOf({}))).to.deep.equal([0, 0, 0, 0, 0, 0]);
    const stats = { publish: 5, return_unroutable: 1, drop_unroutable: 2, deliver_get: 4 };
    expect(countersOf({ message_stats: stats })).to.include({
      publish: 5,
      unroutable: 3,
      deliver_get: 4,
      ack: 0,
    });
  });

  it('show what waits for an answer', () => {
    const held = heldBy({ messages_unacknowledged: 3, messages_unconfirmed: 2 });
    expect(held).to.deep.equal({ unacked: 3, unconfirmed: 2 });
  });
});
