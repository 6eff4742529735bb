import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import { presentQueuedMessage } from '../../../src/management/present/queued-message.js';
import { fields, message, QueueYard } from '../../support/core-builders.js';

describe('A message in its queue, in JSON', () => {
  const yard = new QueueYard();
  const shown = { encoding: 'auto', truncate: 3 } as const;
  const present = (request: Parameters<typeof message>[0]) => {
    const queue = yard.declare('q');
    queue.enqueue(message(request));
    const entry = queue.readyEntry(1);
    if (entry === undefined) throw new Error('nothing is there');
    return presentQueuedMessage(entry, entry.message, shown);
  };

  it('has an id, what it is made of, and what became of it', () => {
    const request = { exchange: 'x', routingKey: 'k', body: 'hello', ttlMs: 5, priority: 2 };
    expect(present({ ...request, persistent: true })).to.eql({
      id: 1,
      exchange: 'x',
      routing_key: 'k',
      redelivered: false,
      return_count: 0,
      priority: 2,
      persistent: true,
      expires_at: yard.clock.now + 5,
      origin: null,
      properties: { headers: {} },
      payload_bytes: 5,
      payload: 'hel',
      payload_encoding: 'string',
    });
  });

  it('says where a dead letter came from', () => {
    const keys: Field = { type: 'A', value: [{ type: 'S', value: 'order' }] };
    const death = fields({ queue: 'work', reason: 'expired', exchange: 'x', 'routing-keys': keys });
    const deaths: Field = { type: 'A', value: [{ type: 'F', value: death }] };
    const { origin, expires_at } = present({ headers: fields({ 'x-death': deaths }) });
    const told = { queue: 'work', reason: 'expired', exchange: 'x', routing_key: 'order' };
    expect([origin, expires_at]).to.eql([told, null]);
  });
});
