import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { consumerTimeoutMs, ownTimeoutMs } from '../../../src/core/queue/consumer-timeout.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { NO_POLICIES } from '../../../src/core/policy/policy.js';
import { fields, QueueYard } from '../../support/core-builders.js';

describe('The limit on how long a delivery is held', () => {
  function declare(queueMs?: number): Queue {
    const args = queueMs === undefined ? {} : { 'x-consumer-timeout': queueMs };
    return new QueueYard().declare('q', { arguments: fields(args) });
  }

  it('is the consumer’s, else that of the queue, else that of the broker', () => {
    expect(ownTimeoutMs(declare(2), fields({ 'x-consumer-timeout': 1 }))).to.equal(1);
    expect(ownTimeoutMs(declare(2), NO_FIELDS)).to.equal(undefined);
    expect(consumerTimeoutMs(declare(2), 3)).to.equal(2);
    expect(consumerTimeoutMs(declare(), 3)).to.equal(3);
  });

  it('is none where the first that is given is 0', () => {
    const own = fields({ 'x-consumer-timeout': 0 });
    expect(ownTimeoutMs(declare(2), own)).to.equal(Infinity);
    expect(consumerTimeoutMs(declare(0), 3)).to.equal(Infinity);
    expect(consumerTimeoutMs(declare(), 0)).to.equal(Infinity);
  });

  it('changes with the policies of the queue', () => {
    const queue = declare(2);
    queue.applyPolicies({ ...NO_POLICIES, definition: { 'consumer-timeout': 1 } });
    expect(consumerTimeoutMs(queue, 3)).to.equal(1);
  });

  for (const [value, fault] of [
    [-1, '{value_negative,-1}'],
    ['soon', '"expected integer, got longstr"'],
  ] as const) {
    it(`is refused as ${value}`, () => {
      const own = fields({ 'x-consumer-timeout': value });
      expect(() => ownTimeoutMs(declare(), own)).to.throw(
        BrokerError,
        `invalid arg 'x-consumer-timeout' for queue 'q' in vhost '/': ${fault}`,
      );
    });
  }
});
