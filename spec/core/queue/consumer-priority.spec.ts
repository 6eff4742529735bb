import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import type { Field } from '../../../src/core/field.js';
import { consumerPriority } from '../../../src/core/queue/consumer-priority.js';

function priorityOf(field?: Field): number {
  return consumerPriority(new Map(field && [['x-priority', field]]), "queue 'q' in vhost '/'");
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
