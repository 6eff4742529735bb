/**
 * The arguments of queue.declare and basic.consume that the broker knows, given wrong values: each
 * is refused with 406 and RabbitMQ's text.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { useStage } from '../support/stage.js';

const refusals: [name: string, value: unknown, reason: string][] = [
  ['x-message-ttl', -1, '{value_negative,-1}'],
  ['x-message-ttl', 'soon', '"expected integer, got longstr"'],
  ['x-message-ttl', true, '"expected integer, got bool"'],
  ['x-message-ttl', 315_360_000_001, '{value_too_large,315360000001}'],
  ['x-expires', 0, '{value_zero,0}'],
  ['x-expires', -1, '{value_negative,-1}'],
  ['x-expires', 'soon', '"expected integer, got longstr"'],
  ['x-expires', 315_360_000_001, '{value_too_large,315360000001}'],
  ['x-max-length', -1, '{value_negative,-1}'],
  ['x-max-length', 'ten', '"expected integer, got longstr"'],
  ['x-max-length-bytes', -1, '{value_negative,-1}'],
  ['x-max-length-bytes', 1.5, '"expected integer, got double"'],
  ['x-max-priority', 256, '{max_value_exceeded,256}'],
  ['x-max-priority', -1, '{value_negative,-1}'],
  ['x-max-priority', 'high', '"expected integer, got longstr"'],
  ['x-overflow', 'spill', 'invalid_overflow'],
  ['x-overflow', 1, '{unacceptable_type,signedint}'],
  ['x-single-active-consumer', 'yes', '{unacceptable_type,longstr}'],
  ['x-dead-letter-routing-key', 'key', 'routing_key_but_no_dlx_defined'],
  ['x-dead-letter-routing-key', 1, '{unacceptable_type,signedint}'],
  ['x-queue-mode', 'busy', '"unsupported queue mode \'busy\'"'],
];

describe('Declaring a queue is refused with 406 for', () => {
  const stage = useStage();

  for (const [name, value, reason] of refusals) {
    it(`${name} = ${JSON.stringify(value)}`, async () => {
      const channel = await stage.channel();
      const queue = stage.queueName();
      await expectFault(
        channel,
        {
          code: 406,
          text:
            `PRECONDITION_FAILED - invalid arg '${name}' for queue '${queue}' ` +
            `in vhost '/': ${reason}`,
        },
        () => channel.assertQueue(queue, { arguments: { [name]: wide(value) } }),
      );
    });
  }

  it('x-dead-letter-exchange that is no string', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          "PRECONDITION_FAILED - invalid type 'signedint' for arg 'x-dead-letter-exchange' " +
          `in queue '${queue}' in vhost '/'`,
      },
      () => channel.assertQueue(queue, { arguments: { 'x-dead-letter-exchange': wide(1) } }),
    );
  });

  it('x-queue-type that is unknown', async () => {
    const channel = await stage.channel();
    const queue = stage.queueName();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue '${queue}' ` +
          "in vhost '/': \"unsupported queue type 'heap'\"",
      },
      () => channel.assertQueue(queue, { arguments: { 'x-queue-type': 'heap' } }),
    );
  });
});

describe('Declaring a queue takes', () => {
  const stage = useStage();

  const accepted: [name: string, value: unknown][] = [
    ['x-message-ttl', 0],
    ['x-message-ttl', 315_360_000_000],
    ['x-expires', 60_000],
    ['x-max-length', 0],
    ['x-max-length-bytes', 0],
    ['x-max-priority', 255],
    ['x-overflow', 'drop-head'],
    ['x-overflow', 'reject-publish'],
    ['x-overflow', 'reject-publish-dlx'],
    ['x-single-active-consumer', true],
    ['x-dead-letter-exchange', ''],
    ['x-dead-letter-exchange', 'no-such-exchange'],
    ['x-queue-mode', 'lazy'],
    ['x-queue-type', 'classic'],
    ['x-queue-version', 2],
  ];

  for (const [name, value] of accepted) {
    it(`${name} = ${JSON.stringify(value)}`, async () => {
      const channel = await stage.channel();
      const queue = stage.queueName();
      const declared = await channel.assertQueue(queue, { arguments: { [name]: value } });
      expect(declared).to.include({ queue });
    });
  }
});

describe('Consuming is refused with 406 for', () => {
  const stage = useStage();

  it('x-priority that is no integer', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await expectFault(
      channel,
      {
        code: 406,
        text:
          `PRECONDITION_FAILED - invalid arg 'x-priority' for queue '${queue}' in vhost '/': ` +
          '"expected integer, got longstr"',
      },
      () => channel.consume(queue, () => undefined, { arguments: { 'x-priority': 'high' } }),
    );
  });
});

/** Small numbers would travel in the smallest type, whose name is then in the text. */
function wide(value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value;
  return { '!': value > 2 ** 31 ? 'long' : 'int', value };
}
