/**
 * x-recent-history: a fanout whose latest messages are given to whoever is bound to it later.
 */
import { expect } from 'chai';
import { needsExchangeType } from '../support/exchange-type.js';
import { expectFault } from '../support/fault.js';
import { drain, useStage } from '../support/stage.js';

describe('A recent history exchange', () => {
  needsExchangeType('x-recent-history');
  const stage = useStage();

  async function publish(exchange: string, ...bodies: string[]): Promise<void> {
    for (const body of bodies) await stage.publish(exchange, 'k', body);
  }

  it('routes as a fanout', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-recent-history');
    const one = await stage.boundQueue(channel, exchange, 'one');
    const other = await stage.boundQueue(channel, exchange, 'other');
    await publish(exchange, 'm');
    expect(await drain(channel, one)).to.deep.equal(['m']);
    expect(await drain(channel, other)).to.deep.equal(['m']);
  });

  it('gives its last 20 messages to a queue that is bound, in order', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-recent-history');
    const bodies = Array.from({ length: 25 }, (_, index) => String(index));
    await publish(exchange, ...bodies);
    const queue = await stage.boundQueue(channel, exchange, '');
    expect(await drain(channel, queue)).to.deep.equal(bodies.slice(5));
  });

  it('keeps as many as x-recent-history-length says', async () => {
    const channel = await stage.channel();
    const args = { 'x-recent-history-length': 2 };
    const exchange = await stage.exchange(channel, 'x-recent-history', { arguments: args });
    await publish(exchange, 'a', 'b', 'c');
    const queue = await stage.boundQueue(channel, exchange, '');
    expect(await drain(channel, queue)).to.deep.equal(['b', 'c']);
  });

  it('gives them to each new binding, and not to one that is there', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-recent-history');
    await publish(exchange, 'a', 'b');
    const queue = await stage.boundQueue(channel, exchange, 'one', 'one');
    expect(await drain(channel, queue)).to.deep.equal(['a', 'b']);
    await channel.bindQueue(queue, exchange, 'other');
    expect(await drain(channel, queue)).to.deep.equal(['a', 'b']);
  });

  it('gives them to the queues behind an exchange that is bound', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-recent-history');
    const behind = await stage.exchange(channel, 'fanout');
    const queue = await stage.boundQueue(channel, behind, '');
    await publish(exchange, 'a', 'b');
    await channel.bindExchange(behind, exchange, '');
    expect(await drain(channel, queue)).to.have.members(['a', 'b']);
  });

  it('does not keep what says x-recent-history-no-store', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-recent-history');
    await publish(exchange, 'a');
    const headers = { 'x-recent-history-no-store': true };
    await stage.publish(exchange, 'k', 'b', { headers });
    await publish(exchange, 'c');
    const queue = await stage.boundQueue(channel, exchange, '');
    expect(await drain(channel, queue)).to.deep.equal(['a', 'c']);
  });

  for (const [length, term] of [
    [0, '0'],
    [-3, '-3'],
    ['abc', '<<"abc">>'],
    [true, 'true'],
    [2.5, '2.5'],
  ] as const) {
    it(`is refused with 406 with a length of ${term}`, async () => {
      const channel = await stage.channel();
      const text =
        `PRECONDITION_FAILED - Invalid argument ${term}, ` +
        "'x-recent-history-length' must be a positive integer";
      const args = { 'x-recent-history-length': length };
      await expectFault(channel, { code: 406, text }, () =>
        stage.exchange(channel, 'x-recent-history', { arguments: args }),
      );
    });
  }
});
