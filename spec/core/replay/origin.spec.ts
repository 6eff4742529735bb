import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import { recordDeath } from '../../../src/core/queue/death-history.js';
import { originOf } from '../../../src/core/replay/origin.js';
import { fields } from '../../support/core-builders.js';

const death = (queue: string, reason: 'rejected' | 'expired', key: string) => ({
  queue,
  reason,
  exchange: `to-${queue}`,
  routingKeys: [key, 'copy'],
  timeSeconds: 0,
  originalExpiration: undefined,
});

describe('The origin of a dead letter', () => {
  it('is the queue of its first death, with the exchange and the first key of then', () => {
    const once = recordDeath(fields({}), death('orders', 'rejected', 'new'));
    const twice = recordDeath(once, death('retry', 'expired', 'again'));
    const came = { exchange: 'to-orders', routingKey: 'new' };
    const origin = { queue: 'orders', reason: 'rejected', ...came };
    expect(originOf(once)).to.eql(origin);
    expect(originOf(twice)).to.eql(origin);
  });

  it('stays the first, however often the message dies there again', () => {
    let headers = recordDeath(fields({}), death('orders', 'rejected', 'new'));
    headers = new Map([...headers, ...recordDeath(headers, death('retry', 'expired', 'again'))]);
    headers = new Map([...headers, ...recordDeath(headers, death('orders', 'rejected', 'late'))]);
    expect(originOf(headers)).to.include({ queue: 'orders', routingKey: 'new' });
  });

  it('is the oldest that is known where no first one is named', () => {
    const all = recordDeath(
      recordDeath(fields({}), death('orders', 'rejected', 'new')),
      death('retry', 'expired', 'again'),
    );
    const history = all.get('x-death');
    const headers = new Map<string, Field>(history === undefined ? [] : [['x-death', history]]);
    expect(originOf(headers)?.queue).to.equal('orders');
  });

  it('is unknown without a history, or with one that makes no sense', () => {
    expect(originOf(fields({}))).to.equal(undefined);
    expect(originOf(fields({ 'x-death': 'yesterday' }))).to.equal(undefined);
    const entry: Field = { type: 'F', value: fields({ queue: 'orders' }) };
    const nothing: Field = { type: 'V', value: null };
    const headers = fields({ 'x-death': { type: 'A', value: [entry, nothing] } });
    expect(originOf(headers)).to.equal(undefined);
  });
});
