/**
 * The history in x-death where somebody else has had a hand in it: the publisher, or a header that
 * looks like an order to the broker.
 */
import type { Channel, GetMessage } from 'amqplib';
import { expect } from 'chai';
import { Inbox } from '../support/inbox.js';
import { type Stage, useStage } from '../support/stage.js';

describe('Dead lettering', () => {
  const stage = useStage();

  it('goes on with a history that the publisher sent', async () => {
    const channel = await stage.channel();
    const other = { queue: 'elsewhere', reason: 'expired', count: 3 };
    const headers = await headersAfterDeath(stage, channel, (queue) => ({
      'x-death': [{ queue, reason: 'rejected', count: 6 }, other],
    }));
    const deaths = headers['x-death'] as Record<string, unknown>[];
    expect(deaths).to.have.length(2);
    expect(deaths[0]).to.include({ reason: 'rejected', count: 7 });
    expect(deaths[1]).to.deep.equal(other);
    expect(headers).to.not.have.property('x-first-death-queue');
  });

  it('begins the history anew where a client made something else of x-death', async () => {
    const channel = await stage.channel();
    const headers = await headersAfterDeath(stage, channel, () => ({ 'x-death': 'many' }));
    const deaths = headers['x-death'] as Record<string, unknown>[];
    expect(deaths).to.have.length(1);
    expect(deaths[0]).to.include({ reason: 'rejected', count: 1 });
  });

  it('names the latest death in headers of its own', async () => {
    const channel = await stage.channel();
    const end = await stage.queue(channel);
    const middle = await stage.queue(channel, {
      messageTtl: 10,
      deadLetterExchange: '',
      deadLetterRoutingKey: end,
    });
    const first = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: middle,
    });
    const inbox = await Inbox.open(channel, end);
    await stage.publish('', first, 'm');
    channel.reject((await channel.get(first)) as GetMessage, false);
    expect((await inbox.next()).properties.headers).to.include({
      'x-first-death-queue': first,
      'x-first-death-reason': 'rejected',
      'x-first-death-exchange': '',
      'x-last-death-queue': middle,
      'x-last-death-reason': 'expired',
      'x-last-death-exchange': '',
    });
  });

  it('lists CC among the routing keys, and not BCC', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const dead = await stage.queue(channel);
    const queue = await stage.queue(channel, {
      deadLetterExchange: '',
      deadLetterRoutingKey: dead,
    });
    for (const key of ['key', 'copy', 'blind']) await channel.bindQueue(queue, exchange, key);
    const inbox = await Inbox.open(channel, dead);
    await stage.publish(exchange, 'key', 'm', { CC: ['copy'], BCC: ['blind'] });
    channel.reject((await channel.get(queue)) as GetMessage, false);
    const [death] = (await inbox.next()).properties.headers?.['x-death'] ?? [];
    expect(death?.['routing-keys']).to.deep.equal(['key', 'copy']);
  });

  it('takes no orders from headers of the message', async () => {
    const channel = await stage.channel();
    const orders = {
      'x-dead-letter-exchange': 'no-such-exchange',
      'x-dead-letter-routing-key': 'no-such-queue',
    };
    expect(await headersAfterDeath(stage, channel, () => orders)).to.include(orders);
  });
});

/** The headers with which a message comes out of the dead-letter queue that had these before. */
async function headersAfterDeath(
  stage: Stage,
  channel: Channel,
  before: (queue: string) => Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const dead = await stage.queue(channel);
  const queue = await stage.queue(channel, { deadLetterExchange: '', deadLetterRoutingKey: dead });
  const inbox = await Inbox.open(channel, dead);
  await stage.publish('', queue, 'm', { headers: before(queue) });
  channel.reject((await channel.get(queue)) as GetMessage, false);
  return (await inbox.next()).properties.headers ?? {};
}
