import { expect } from 'chai';
import { NO_FIELDS } from '../../../src/core/field.js';
import { queueOptions } from '../../../src/core/queue/options.js';
import { fields } from '../../support/core-builders.js';

describe('The options of a queue', () => {
  it('can all be left out', () => {
    expect(queueOptions('classic', NO_FIELDS)).to.deep.equal({
      type: 'classic',
      messageTtlMs: undefined,
      expiresMs: undefined,
      maxLength: undefined,
      maxLengthBytes: undefined,
      overflow: 'drop-head',
      maxPriority: 0,
      deadLetterExchange: undefined,
      deadLetterRoutingKey: undefined,
      singleActiveConsumer: false,
      deliveryLimit: Infinity,
      keepsDeadLetters: false,
      consumerTimeoutMs: undefined,
      delayedRetry: undefined,
    });
  });

  it('are read into options', () => {
    const args = fields({
      'x-message-ttl': 0,
      'x-expires': 1,
      'x-max-length': 0,
      'x-max-length-bytes': 1024,
      'x-overflow': 'reject-publish',
      'x-max-priority': 255,
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': 'dead',
      'x-single-active-consumer': true,
      'x-consumer-timeout': 1,
      'x-delayed-retry-type': 'all',
      'x-delayed-retry-min': 1,
      'x-delayed-retry-max': 2,
    });
    expect(queueOptions('classic', args)).to.deep.equal({
      type: 'classic',
      messageTtlMs: 0,
      expiresMs: 1,
      maxLength: 0,
      maxLengthBytes: 1024,
      overflow: 'reject-publish',
      maxPriority: 255,
      deadLetterExchange: '',
      deadLetterRoutingKey: 'dead',
      singleActiveConsumer: true,
      deliveryLimit: Infinity,
      keepsDeadLetters: false,
      consumerTimeoutMs: 1,
      delayedRetry: { type: 'all', minMs: 1, maxMs: 2 },
    });
  });

  it('limit the returns to a quorum queue, unless it asks for none', () => {
    const limitOf = (values: Parameters<typeof fields>[0]): number =>
      queueOptions('quorum', fields(values)).deliveryLimit;
    expect([limitOf({}), limitOf({ 'x-delivery-limit': 3 })]).to.deep.equal([20, 3]);
    expect(limitOf({ 'x-delivery-limit': -1 })).to.equal(Infinity);
  });

  it('keep dead letters where there is a place for them and new messages are refused', () => {
    const kept = { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' };
    const keeps = (values: Parameters<typeof fields>[0]): boolean =>
      queueOptions('quorum', fields(values)).keepsDeadLetters;
    expect(keeps({ ...kept, 'x-dead-letter-exchange': '' })).to.equal(true);
    expect(keeps(kept)).to.equal(false);
    expect(keeps({ ...kept, 'x-dead-letter-exchange': '', 'x-overflow': 'drop-head' })).to.equal(
      false,
    );
  });

  it('delay retries by the shortest delay where there is no longest', () => {
    const retry = { 'x-delayed-retry-type': 'failed', 'x-delayed-retry-min': 7 };
    const expected = { type: 'failed', minMs: 7, maxMs: 7 };
    expect(queueOptions('classic', fields(retry)).delayedRetry).to.deep.equal(expected);
  });
});
