/**
 * How each type of exchange chooses among its bindings.
 */
import type { Channel } from 'amqplib';
import { expect } from 'chai';
import { drain, useStage } from '../support/stage.js';

describe('A direct exchange', () => {
  const stage = useStage();

  it('routes to the queues bound by exactly the routing key', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const red = await stage.boundQueue(channel, exchange, 'red');
    const blue = await stage.boundQueue(channel, exchange, 'blue');
    for (const key of ['red', 'blue', 'Red', 'red.', '']) await stage.publish(exchange, key, key);
    expect(await drain(channel, red)).to.deep.equal(['red']);
    expect(await drain(channel, blue)).to.deep.equal(['blue']);
  });

  it('routes one message to every queue that its key is bound to', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const one = await stage.boundQueue(channel, exchange, 'key');
    const two = await stage.boundQueue(channel, exchange, 'key', 'other');
    await stage.publish(exchange, 'key', 'm');
    expect(await drain(channel, one)).to.deep.equal(['m']);
    expect(await drain(channel, two)).to.deep.equal(['m']);
  });

  it('takes * and # for ordinary characters', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, '#', '*');
    await stage.publish(exchange, 'word', 'word');
    await stage.publish(exchange, '#', 'hash');
    expect(await drain(channel, queue)).to.deep.equal(['hash']);
  });

  it('routes an empty key to a binding by the empty key', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'direct');
    const queue = await stage.boundQueue(channel, exchange, '');
    await stage.publish(exchange, '', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });
});

describe('A fanout exchange', () => {
  const stage = useStage();

  it('routes to every bound queue, once, whatever the keys', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout');
    const one = await stage.boundQueue(channel, exchange, 'a');
    const two = await stage.boundQueue(channel, exchange, 'b', 'c', '');
    await stage.publish(exchange, 'z', 'm');
    expect(await drain(channel, one)).to.deep.equal(['m']);
    expect(await drain(channel, two)).to.deep.equal(['m']);
  });
});

describe('A topic exchange', () => {
  const stage = useStage();

  const routes: [pattern: string, matching: string[], other: string[]][] = [
    ['a.b', ['a.b'], ['a', 'a.b.c', 'a.b.', '.a.b', 'A.b']],
    ['a.*', ['a.b', 'a.c', 'a.'], ['a', 'a.b.c', 'b.a']],
    ['*.b', ['a.b', '.b'], ['b', 'a.b.c', 'a.a.b']],
    ['*', ['a', 'b-c'], ['', 'a.b', '.']],
    ['#', ['', 'a', 'a.b', 'a.b.c.d', '.'], []],
    ['a.#', ['a', 'a.b', 'a.b.c'], ['b', 'b.a', 'ab']],
    ['#.z', ['z', 'y.z', 'x.y.z'], ['z.y', 'zz']],
    ['a.#.z', ['a.z', 'a.b.z', 'a.b.c.z'], ['a', 'z', 'a.b', 'z.a']],
    ['*.#', ['a', 'a.b', 'a.b.c'], []],
    ['#.*', ['a', 'a.b', 'a.b.c'], []],
    ['#.b.#', ['b', 'a.b', 'b.c', 'a.b.c', 'a.a.b.c.c'], ['a', 'a.c', 'bb']],
    ['*.*', ['a.b', '.'], ['a', 'a.b.c']],
    ['a*', ['a*'], ['ab', 'a']],
    ['#a', ['#a'], ['a', 'ba']],
    ['a..b', ['a..b'], ['a.b', 'a.x.b']],
  ];

  for (const [pattern, matching, other] of routes) {
    it(`routes by ${pattern} the keys that it matches, and no others`, async () => {
      const channel = await stage.channel();
      const exchange = await stage.exchange(channel, 'topic');
      const queue = await stage.boundQueue(channel, exchange, pattern);
      for (const key of [...matching, ...other]) await stage.publish(exchange, key, `<${key}>`);
      const routed = await drain(channel, queue);
      expect(routed).to.deep.equal(matching.map((key) => `<${key}>`));
    });
  }

  it('gives a queue one copy though many of its bindings match', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'topic');
    const queue = await stage.boundQueue(channel, exchange, '#', 'a.*', '*.b', 'a.b', '#.b.#');
    await stage.publish(exchange, 'a.b', 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('stops to route by a pattern that is unbound, and keeps the others', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'topic');
    const queue = await stage.boundQueue(channel, exchange, 'a.#', 'a.*.c', 'a.b.c');
    await channel.unbindQueue(queue, exchange, 'a.#');
    await stage.publish(exchange, 'a.b', 'no');
    await stage.publish(exchange, 'a.x.c', 'star');
    await channel.unbindQueue(queue, exchange, 'a.*.c');
    await stage.publish(exchange, 'a.x.c', 'no');
    await stage.publish(exchange, 'a.b.c', 'words');
    expect(await drain(channel, queue)).to.deep.equal(['star', 'words']);
  });
});

describe('A headers exchange', () => {
  const stage = useStage();

  async function routedBy(
    binding: Record<string, unknown>,
    messages: Record<string, Record<string, unknown>>,
  ): Promise<string[]> {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'headers');
    const queue = await boundByHeaders(channel, exchange, binding);
    for (const [name, headers] of Object.entries(messages)) {
      await stage.publish(exchange, 'ignored', name, { headers });
    }
    return drain(channel, queue);
  }

  async function boundByHeaders(
    channel: Channel,
    exchange: string,
    binding: Record<string, unknown>,
  ): Promise<string> {
    const queue = await stage.queue(channel);
    await channel.bindQueue(queue, exchange, '', binding);
    return queue;
  }

  const messages = {
    both: { type: 'report', format: 'pdf' },
    more: { type: 'report', format: 'pdf', size: 3 },
    one: { type: 'report' },
    wrong: { type: 'report', format: 'zip' },
    none: {},
  };

  it('with x-match all wants every header', async () => {
    const binding = { 'x-match': 'all', type: 'report', format: 'pdf' };
    expect(await routedBy(binding, messages)).to.deep.equal(['both', 'more']);
  });

  it('wants every header when x-match is not given', async () => {
    const binding = { type: 'report', format: 'pdf' };
    expect(await routedBy(binding, messages)).to.deep.equal(['both', 'more']);
  });

  it('with x-match any wants one header', async () => {
    const binding = { 'x-match': 'any', type: 'report', format: 'pdf' };
    const routed = await routedBy(binding, messages);
    expect(routed).to.deep.equal(['both', 'more', 'one', 'wrong']);
  });

  it('with x-match all and no headers matches every message', async () => {
    expect(await routedBy({ 'x-match': 'all' }, messages)).to.deep.equal(Object.keys(messages));
  });

  it('with x-match any and no headers matches no message', async () => {
    expect(await routedBy({ 'x-match': 'any' }, messages)).to.deep.equal([]);
  });

  it('leaves headers that start with x- out of the comparison', async () => {
    const binding = { 'x-match': 'all', 'x-kind': 'a', type: 'report' };
    expect(await routedBy(binding, messages)).to.deep.equal(['both', 'more', 'one', 'wrong']);
  });

  it('with x-match all-with-x compares headers that start with x- too', async () => {
    const binding = { 'x-match': 'all-with-x', 'x-kind': 'a', type: 'report' };
    const routed = await routedBy(binding, {
      without: { type: 'report' },
      other: { type: 'report', 'x-kind': 'b' },
      with: { type: 'report', 'x-kind': 'a' },
    });
    expect(routed).to.deep.equal(['with']);
  });

  it('with x-match any-with-x is satisfied by a header that starts with x-', async () => {
    const binding = { 'x-match': 'any-with-x', 'x-kind': 'a', type: 'report' };
    const routed = await routedBy(binding, {
      kind: { 'x-kind': 'a' },
      type: { type: 'report' },
      neither: { 'x-kind': 'b', type: 'letter' },
    });
    expect(routed).to.deep.equal(['kind', 'type']);
  });

  it('takes a void value in the binding as "the header is there"', async () => {
    const routed = await routedBy(
      { 'x-match': 'all', size: null },
      { ...messages, text: { size: '' } },
    );
    expect(routed).to.deep.equal(['more', 'text']);
  });

  it('takes a number for another thing than its text', async () => {
    const routed = await routedBy({ size: 3 }, { number: { size: 3 }, text: { size: '3' } });
    expect(routed).to.deep.equal(['number']);
  });

  it('compares booleans and nested tables by value', async () => {
    const binding = { fresh: true, from: { city: 'Umeå' } };
    const routed = await routedBy(binding, {
      same: { fresh: true, from: { city: 'Umeå' } },
      stale: { fresh: false, from: { city: 'Umeå' } },
      elsewhere: { fresh: true, from: { city: 'Oslo' } },
    });
    expect(routed).to.deep.equal(['same']);
  });

  it('routes a message without headers only to bindings that ask for none', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'headers');
    const all = await boundByHeaders(channel, exchange, {});
    const some = await boundByHeaders(channel, exchange, { type: 'report' });
    await stage.publish(exchange, '', 'bare');
    expect(await drain(channel, all)).to.deep.equal(['bare']);
    expect(await drain(channel, some)).to.deep.equal([]);
  });
});

describe('The default exchange', () => {
  const stage = useStage();

  it('routes to the queue that the routing key names', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const other = await stage.queue(channel);
    await stage.publish('', queue, 'm');
    expect(await drain(channel, queue)).to.deep.equal(['m']);
    expect(await drain(channel, other)).to.deep.equal([]);
  });
});

describe('The predeclared exchanges', () => {
  const stage = useStage();

  for (const exchange of ['amq.direct', 'amq.fanout', 'amq.topic', 'amq.headers', 'amq.match']) {
    it(`have ${exchange}, which routes`, async () => {
      const channel = await stage.channel();
      await channel.checkExchange(exchange);
      const queue = await stage.queue(channel);
      const key = stage.queueName('key');
      await channel.bindQueue(queue, exchange, key, { 'conformance-key': key });
      await stage.publish(exchange, key, 'm', { headers: { 'conformance-key': key } });
      expect(await drain(channel, queue)).to.include('m');
    });
  }
});
