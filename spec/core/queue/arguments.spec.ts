import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import type { Field } from '../../../src/core/field.js';
import { parseQueueArguments } from '../../../src/core/queue/arguments.js';
import type { QueueOptions } from '../../../src/core/queue/options.js';
import { fields } from '../../support/core-builders.js';

type Values = Parameters<typeof fields>[0];

const DURABLE = { durable: true, exclusive: false, autoDelete: false };

function parse(values: Values, flags = DURABLE): QueueOptions {
  return parseQueueArguments('q', '/', fields(values), flags);
}

function faultOf(values: Values, flags = DURABLE): BrokerError {
  try {
    parse(values, flags);
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(values)} was accepted`);
}

describe('The arguments of a queue', () => {
  it('take a number of any integer type', () => {
    for (const type of ['b', 'B', 's', 'u', 'I', 'i', 'l'] as const) {
      expect(parse({ 'x-message-ttl': { type, value: 60 } }).messageTtlMs).to.equal(60);
    }
    expect(parse({ 'x-max-length': { type: 'l', value: 5n } }).maxLength).to.equal(5);
  });

  it('are ignored when nobody knows them', () => {
    expect(parse({ 'x-colour': 'blue', 'x-queue-master-locator': 'random' }).type).to.equal(
      'classic',
    );
  });

  it('may ask for a quorum queue', () => {
    expect(parse({ 'x-queue-type': 'quorum', 'x-delivery-limit': 5 }).type).to.equal('quorum');
  });

  // What RabbitMQ 3.10.8 answered to each of these.
  const byte: Field = { type: 'b', value: 3 };
  const faults: readonly (readonly [Values, string])[] = [
    [{ 'x-message-ttl': -1 }, '{value_negative,-1}'],
    [{ 'x-message-ttl': '5' }, '"expected integer, got longstr"'],
    [{ 'x-message-ttl': { type: 'd', value: 1.5 } }, '"expected integer, got double"'],
    [{ 'x-message-ttl': { type: 'T', value: 5 } }, '"expected integer, got timestamp"'],
    [{ 'x-message-ttl': { type: 'V', value: null } }, '"expected integer, got void"'],
    [{ 'x-message-ttl': 315_360_000_001 }, '{value_too_large,315360000001}'],
    [{ 'x-expires': 0 }, '{value_zero,0}'],
    [{ 'x-expires': { type: 'l', value: 0n } }, '{value_zero,0}'],
    [{ 'x-expires': -5 }, '{value_negative,-5}'],
    [{ 'x-max-length': -3 }, '{value_negative,-3}'],
    [{ 'x-max-length': 'a' }, '"expected integer, got longstr"'],
    [{ 'x-max-length-bytes': -1 }, '{value_negative,-1}'],
    [{ 'x-max-priority': 256 }, '{max_value_exceeded,256}'],
    [{ 'x-max-priority': -1 }, '{value_negative,-1}'],
    [{ 'x-overflow': 'foo' }, 'invalid_overflow'],
    [{ 'x-overflow': byte }, '{unacceptable_type,byte}'],
    [{ 'x-dead-letter-routing-key': 'a' }, 'routing_key_but_no_dlx_defined'],
    [{ 'x-dead-letter-routing-key': byte }, '{unacceptable_type,byte}'],
    [{ 'x-single-active-consumer': 'true' }, '{unacceptable_type,longstr}'],
    [{ 'x-queue-mode': 'foo' }, `"unsupported queue mode 'foo'"`],
    [{ 'x-queue-version': 3 }, `"unsupported queue version '3'"`],
    [{ 'x-queue-version': -3 }, '{value_negative,-3}'],
    [{ 'x-queue-type': 'foo' }, `"unsupported queue type 'foo'"`],
    [{ 'x-queue-type': byte }, '{unacceptable_type,byte}'],
    [{ 'x-queue-leader-locator': 'foo', 'x-queue-type': 'quorum' }, 'invalid_queue_locator_arg'],
    [{ 'x-dead-letter-strategy': 'foo', 'x-queue-type': 'quorum' }, 'invalid_dlx_strategy'],
    [{ 'x-quorum-initial-group-size': 0, 'x-queue-type': 'quorum' }, '{value_zero,0}'],
  ];
  for (const [values, reason] of faults) {
    const [[name, field] = ['', '']] = Object.entries(fields(values));
    const [argument = name] = Object.keys(values);
    it(`are refused where ${argument} is wrong: ${reason} (${JSON.stringify(field)})`, () => {
      const fault = faultOf(values);
      expect(fault.kind).to.equal('precondition-failed');
      expect(fault.message).to.equal(
        `invalid arg '${argument}' for queue 'q' in vhost '/': ${reason}`,
      );
    });
  }

  it('are checked in the order of RabbitMQ, whatever their order in the table', () => {
    const fault = faultOf({ 'x-message-ttl': -1, 'x-expires': 0 });
    expect(fault.message).to.contain('x-expires');
  });

  it('name a dead-letter exchange by a string', () => {
    expect(faultOf({ 'x-dead-letter-exchange': byte }).message).to.equal(
      "invalid type 'byte' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'",
    );
  });

  it('are refused where they belong to another type of queue', () => {
    expect(faultOf({ 'x-max-age': '1h' }).message).to.equal(
      "invalid arg 'x-max-age' for queue 'q' in vhost '/' of queue type rabbit_classic_queue",
    );
    expect(faultOf({ 'x-max-priority': 3, 'x-queue-type': 'quorum' }).message).to.equal(
      "invalid arg 'x-max-priority' for queue 'q' in vhost '/' of queue type rabbit_quorum_queue",
    );
  });

  it('are refused where a quorum queue would not be durable, shared and lasting', () => {
    const quorum = { 'x-queue-type': 'quorum' };
    const text = (wrong: string) => `invalid property '${wrong}' for queue 'q' in vhost '/'`;
    const { message: transient } = faultOf(quorum, { ...DURABLE, durable: false });
    expect(transient).to.equal(text('non-durable'));
    const { message: exclusive } = faultOf(quorum, { ...DURABLE, exclusive: true });
    expect(exclusive).to.equal(text('exclusive-owner'));
    const { message: passing } = faultOf(quorum, { ...DURABLE, autoDelete: true });
    expect(passing).to.equal(text('auto-delete'));
  });

  it('cannot ask for a stream', () => {
    const fault = faultOf({ 'x-queue-type': 'stream' });
    expect(fault.kind).to.equal('not-implemented');
    expect(fault.message).to.contain("queue 'q' in vhost '/'").and.contain('streams');
  });

  describe('of retries', () => {
    const RETRY = { 'x-delayed-retry-type': 'all', 'x-delayed-retry-min': 10 };
    const QUORUM = { 'x-queue-type': 'quorum' };

    it('limit the deliveries of quorum queues to 20, unless they say otherwise', () => {
      const limits = [QUORUM, { ...QUORUM, 'x-delivery-limit': 0 }, {}].map(
        (values) => parse(values).deliveryLimit,
      );
      expect(limits).to.deep.equal([20, 0, Infinity]);
      expect(parse({ ...QUORUM, 'x-delivery-limit': -1 }).deliveryLimit).to.equal(Infinity);
    });

    it('have x-delivery-limit of -1 or more', () => {
      const text = "invalid arg 'x-delivery-limit' for queue 'q' in vhost '/': ";
      expect(faultOf({ ...QUORUM, 'x-delivery-limit': -2 }).message).to.equal(
        `${text}{value_negative,-2}`,
      );
      expect(faultOf({ ...QUORUM, 'x-delivery-limit': 'x' }).message).to.equal(
        `${text}"expected integer, got longstr"`,
      );
    });

    it('have no delay without a type, without a shortest delay, or when it is disabled', () => {
      const { 'x-delayed-retry-min': min } = RETRY;
      expect(parse({ 'x-delayed-retry-min': min }).delayedRetry).to.equal(undefined);
      const disabled = { 'x-delayed-retry-type': 'disabled', 'x-delayed-retry-min': min };
      expect(parse(disabled).delayedRetry).to.equal(undefined);
      expect(parse({ 'x-delayed-retry-type': 'disabled' }).delayedRetry).to.equal(undefined);
    });

    it('have delays of equal length without a longest one', () => {
      expect(parse(RETRY).delayedRetry).to.deep.equal({ type: 'all', minMs: 10, maxMs: 10 });
    });

    const refused: [values: Values, reason: string][] = [
      [
        { 'x-delayed-retry-type': 'now' },
        '"now is not a valid delayed retry type. ' +
          'Must be one of: all, failed, returned, disabled"',
      ],
      [
        { 'x-delayed-retry-type': 'failed' },
        '"delayed-retry-min is required when delayed-retry-type is failed"',
      ],
      [{ ...RETRY, 'x-delayed-retry-min': 0 }, '{value_zero,0}'],
      [{ ...RETRY, 'x-delayed-retry-min': -1 }, '{value_negative,-1}'],
      [{ ...RETRY, 'x-delayed-retry-max': 0 }, '{value_zero,0}'],
      [
        { ...RETRY, 'x-delayed-retry-max': 9 },
        '"delayed-retry-max (9) must not be smaller than delayed-retry-min (10)"',
      ],
      [{ 'x-consumer-timeout': -1 }, '{value_negative,-1}'],
      [{ 'x-consumer-timeout': 'x' }, '"expected integer, got longstr"'],
    ];
    for (const [values, reason] of refused) {
      it(`are refused as ${JSON.stringify(values)}`, () => {
        expect(faultOf(values).message).to.match(/^invalid arg 'x-[a-z-]+' for queue 'q' in/);
        expect(faultOf(values).message.endsWith(`: ${reason}`)).to.equal(true);
      });
    }

    it('keep dead letters only where a quorum queue refuses what is too much', () => {
      const all = {
        ...QUORUM,
        'x-dead-letter-exchange': '',
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      };
      expect(parse(all).keepsDeadLetters).to.equal(true);
      expect(parse({ ...all, 'x-overflow': 'drop-head' }).keepsDeadLetters).to.equal(false);
      const often = { ...all, 'x-dead-letter-strategy': 'at-most-once' };
      expect(parse(often).keepsDeadLetters).to.equal(false);
    });
  });
});
