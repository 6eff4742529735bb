/**
 * Arguments of queues that mean something in a cluster, or to streams only.
 */
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { useStage } from '../support/stage.js';

const ACCEPTED: readonly [name: string, value: unknown, type: string][] = [
  ['x-queue-leader-locator', 'client-local', 'quorum'],
  ['x-quorum-initial-group-size', 3, 'quorum'],
  ['x-quorum-target-group-size', 3, 'quorum'],
  ['x-consumer-disconnected-timeout', 60_000, 'quorum'],
  ['x-queue-master-locator', 'min-masters', 'classic'],
];

const OF_STREAMS: readonly [name: string, value: unknown][] = [
  ['x-max-age', '1h'],
  ['x-stream-max-segment-size-bytes', 1_000_000],
  ['x-initial-cluster-size', 3],
];

describe('A queue on one node takes', () => {
  const stage = useStage();

  for (const [name, value, type] of ACCEPTED) {
    it(name, async () => {
      const channel = await stage.channel();
      const options = { arguments: { 'x-queue-type': type, [name]: value } };
      const queue = await stage.queue(channel, options);
      expect(await channel.checkQueue(queue)).to.include({ queue });
    });
  }

  it('x-queue-version = 1', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel, { arguments: { 'x-queue-version': 1 } });
    expect(await channel.checkQueue(queue)).to.include({ queue });
  });
});

describe('A queue that is no stream refuses', () => {
  const stage = useStage();

  for (const [name, value] of OF_STREAMS) {
    it(`${name}: 406`, async () => {
      for (const type of ['classic', 'quorum']) {
        const failing = await stage.channel();
        const queue = stage.queueName();
        await expectFault(
          failing,
          {
            code: 406,
            text:
              `PRECONDITION_FAILED - invalid arg '${name}' for queue '${queue}' in vhost '/' ` +
              `of queue type rabbit_${type}_queue`,
          },
          () => failing.assertQueue(queue, { arguments: { 'x-queue-type': type, [name]: value } }),
        );
      }
    });
  }

  it('x-stream-offset of a consumer: 406', async () => {
    for (const type of ['classic', 'quorum']) {
      const channel = await stage.channel();
      const queue = await stage.queue(channel, { arguments: { 'x-queue-type': type } });
      await expectFault(
        channel,
        {
          code: 406,
          text:
            `PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue '${queue}' ` +
            `in vhost '/' of queue type rabbit_${type}_queue`,
        },
        () =>
          channel.consume(queue, () => undefined, { arguments: { 'x-stream-offset': 'first' } }),
      );
    }
  });
});
