import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import type { Field } from '../../../src/core/field.js';
import { consumerPriority } from '../../../src/core/queue/consumer-priority.js';

const QUEUE = "queue 'q' in vhost '/'";

function priorityOf(field?: Field): number {
  return consumerPriority(new Map(field && [['x-priority', field]]), QUEUE, 'classic');
}

describe('x-priority of a consumer', () => {
  it('is 0 if it is not given', () => {
    expect(priorityOf()).to.equal(0);
  });

  it('is any integer, of whatever width', () => {
    expect(priorityOf({ type: 'b', value: -5 })).to.equal(-5);
    expect(priorityOf({ type: 'l', value: 10n })).to.equal(10);
  });

  it('is refused if it is no integer', () => {
    expect(() => priorityOf({ type: 'S', value: '10' }))
      .to.throw(
        BrokerError,
        `invalid arg 'x-priority' for queue 'q' in vhost '/': "expected integer, got longstr"`,
      )
      .with.property('kind', 'precondition-failed');
  });
});

describe('x-stream-offset of a consumer', () => {
  it('is refused, as there is no stream', () => {
    const args = new Map<string, Field>([['x-stream-offset', { type: 'S', value: 'first' }]]);
    for (const type of ['classic', 'quorum'] as const) {
      expect(() => consumerPriority(args, QUEUE, type)).to.throw(
        BrokerError,
        `invalid arg 'x-stream-offset' for ${QUEUE} of queue type rabbit_${type}_queue`,
      );
    }
  });
});
