/**
 * Exchanges that choose one of their bindings by a hash: x-consistent-hash, x-modulus-hash. Which
 * key goes to which queue is each broker's own affair; that it stays there, and in which shares, is
 * not.
 */
import type { Channel, Options } from 'amqplib';
import { expect } from 'chai';
import { needsExchangeType } from '../support/exchange-type.js';
import { expectFault } from '../support/fault.js';
import { drain, publishConfirmed, useStage, type Stage } from '../support/stage.js';

const KEYS = Array.from({ length: 600 }, (_, index) => `key-${String(index)}`);

/** Publishes a message for each value, whose body it is. */
async function publishEach(
  stage: Stage,
  exchange: string,
  values: readonly string[],
  optionsOf: (value: string) => Options.Publish & { key?: string },
): Promise<void> {
  const channel = await stage.confirmChannel();
  const confirms = values.map((value) => {
    const { key = 'k', ...options } = optionsOf(value);
    return publishConfirmed(channel, exchange, key, value, options);
  });
  await Promise.all(confirms);
}

/** Of which queue each value came out. */
async function homesOf(channel: Channel, queues: readonly string[]): Promise<Map<string, string>> {
  const homes = new Map<string, string>();
  for (const queue of queues) {
    for (const body of await drain(channel, queue)) homes.set(body, queue);
  }
  return homes;
}

function shareOf(queue: string, homes: ReadonlyMap<string, string>): number {
  return [...homes.values()].filter((home) => home === queue).length / homes.size;
}

const BY_KEY = (key: string): { key: string } => ({ key });

describe('A consistent hash exchange', () => {
  needsExchangeType('x-consistent-hash');
  const stage = useStage();

  async function spread(
    channel: Channel,
    weights: readonly string[],
    args: Record<string, unknown> = {},
  ): Promise<{ exchange: string; queues: string[] }> {
    const exchange = await stage.exchange(channel, 'x-consistent-hash', { arguments: args });
    const queues: string[] = [];
    for (const weight of weights) queues.push(await stage.boundQueue(channel, exchange, weight));
    return { exchange, queues };
  }

  it('routes each message to one queue, the same for the same key', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '1', '1']);
    await publishEach(stage, exchange, KEYS, BY_KEY);
    const first = await homesOf(channel, queues);
    expect(first.size).to.equal(KEYS.length);
    await publishEach(stage, exchange, KEYS, BY_KEY);
    expect(await homesOf(channel, queues)).to.deep.equal(first);
  });

  it('gives each queue its share by weight', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '3']);
    await publishEach(stage, exchange, KEYS, BY_KEY);
    expect(shareOf(queues[1] ?? '', await homesOf(channel, queues))).to.be.closeTo(0.75, 0.1);
  });

  it('leaves the keys of the other queues where they are when the last one goes', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '1', '1', '1']);
    await publishEach(stage, exchange, KEYS, BY_KEY);
    const before = await homesOf(channel, queues);
    const leaving = queues[3] ?? '';
    await channel.unbindQueue(leaving, exchange, '1');
    await publishEach(stage, exchange, KEYS, BY_KEY);
    const after = await homesOf(channel, queues);
    const moved = KEYS.filter((key) => before.get(key) !== after.get(key));
    for (const key of moved) expect(before.get(key)).to.equal(leaving);
  });

  it('counts the first binding of a queue that is bound twice', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '1']);
    await channel.bindQueue(queues[0] ?? '', exchange, '20');
    await publishEach(stage, exchange, KEYS, BY_KEY);
    expect(shareOf(queues[0] ?? '', await homesOf(channel, queues))).to.be.closeTo(0.5, 0.1);
  });

  it('looks at the routing key alone, though a message has CC', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '1', '1']);
    await publishEach(stage, exchange, KEYS, (key) => ({ key: 'one', CC: [key] }));
    const homes = await homesOf(channel, queues);
    expect(homes.size).to.equal(KEYS.length);
    expect(new Set(homes.values()).size).to.equal(1);
  });

  it('with hash-header goes by that header, and by nothing where it is missing', async () => {
    const channel = await stage.channel();
    const { exchange, queues } = await spread(channel, ['1', '1', '1'], { 'hash-header': 'who' });
    await publishEach(stage, exchange, KEYS, (who) => ({ headers: { who } }));
    expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(3);
    await publishEach(stage, exchange, KEYS, (key) => ({ key, headers: { who: 'Ada' } }));
    expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(1);
    await publishEach(stage, exchange, KEYS, (key) => ({ key, headers: { other: key } }));
    expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(1);
  });

  const properties: readonly (readonly [string, (value: string) => Options.Publish])[] = [
    ['correlation_id', (value) => ({ correlationId: value })],
    ['message_id', (value) => ({ messageId: value })],
    ['timestamp', (value) => ({ timestamp: Number(value.slice(4)) })],
  ];
  for (const [property, optionsOf] of properties) {
    it(`with hash-property goes by ${property}`, async () => {
      const channel = await stage.channel();
      const args = { 'hash-property': property };
      const { exchange, queues } = await spread(channel, ['1', '1', '1'], args);
      await publishEach(stage, exchange, KEYS, optionsOf);
      expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(3);
      await publishEach(stage, exchange, KEYS, (key) => ({ key, ...optionsOf('key-7') }));
      expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(1);
      await publishEach(stage, exchange, KEYS, BY_KEY);
      expect(new Set((await homesOf(channel, queues)).values()).size).to.equal(1);
    });
  }

  for (const [key, text] of [
    ['', 'The binding key must be an integer: <<>>'],
    ['abc', 'The binding key must be an integer: <<"abc">>'],
    ['1.5', 'The binding key must be an integer: <<"1.5">>'],
    ['0', 'The binding key must be greater than 0'],
    ['-1', 'The binding key must be greater than 0'],
  ] as const) {
    it(`refuses the binding key '${key}' with 406`, async () => {
      const channel = await stage.channel();
      const { exchange } = await spread(channel, []);
      const queue = await stage.queue(channel);
      const fault = { code: 406, text: `PRECONDITION_FAILED - ${text}` };
      await expectFault(channel, fault, () => channel.bindQueue(queue, exchange, key));
    });
  }

  for (const [args, text] of [
    [
      { 'hash-header': 'a', 'hash-property': 'message_id' },
      'hash-header and hash-property are mutually exclusive',
    ],
    [{ 'hash-property': 'app_id' }, 'Unsupported property: app_id'],
  ] as const) {
    it(`is refused with 406: ${text}`, async () => {
      const channel = await stage.channel();
      const fault = { code: 406, text: `PRECONDITION_FAILED - ${text}` };
      await expectFault(channel, fault, () =>
        stage.exchange(channel, 'x-consistent-hash', { arguments: args }),
      );
    });
  }

  it('may be declared again with other arguments, which change nothing', async () => {
    const channel = await stage.channel();
    const { exchange } = await spread(channel, [], { 'hash-header': 'a' });
    await channel.assertExchange(exchange, 'x-consistent-hash', {
      arguments: { 'hash-property': 'message_id' },
    });
  });
});

describe('A modulus hash exchange', () => {
  needsExchangeType('x-modulus-hash');
  const stage = useStage();

  it('routes each message to one queue by its routing key, whatever the binding keys', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-modulus-hash');
    const queues = [
      await stage.boundQueue(channel, exchange, ''),
      await stage.boundQueue(channel, exchange, 'key-1'),
    ];
    await publishEach(stage, exchange, KEYS, BY_KEY);
    const first = await homesOf(channel, queues);
    expect(first.size).to.equal(KEYS.length);
    expect(shareOf(queues[0] ?? '', first)).to.be.closeTo(0.5, 0.1);
    await publishEach(stage, exchange, KEYS, BY_KEY);
    expect(await homesOf(channel, queues)).to.deep.equal(first);
  });

  it('counts bindings, so that a queue bound three times of four gets three quarters', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'x-modulus-hash');
    const often = await stage.boundQueue(channel, exchange, '1', '2', '3');
    const once = await stage.boundQueue(channel, exchange, '');
    await publishEach(stage, exchange, KEYS, BY_KEY);
    expect(shareOf(often, await homesOf(channel, [often, once]))).to.be.closeTo(0.75, 0.1);
  });
});
