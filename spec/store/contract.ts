/** What every store does: core/store.ts in examples. Run over each engine by its own spec. */
import { expect } from 'chai';
import type {
  BindingDefinition,
  DeduplicationDefinition,
  Definition,
  ParameterDefinition,
} from '../../src/core/definitions.js';
import type { Field } from '../../src/core/field.js';
import type { MessageNote, Store } from '../../src/core/store.js';
import { vhostDefinition } from '../../src/core/vhost-definition.js';
import { close, durable, fetched, messageOf, queueOf, recover } from './driving.js';

export interface StoreHarness {
  /** A store over the data of the running test, which is empty at first. */
  readonly open: () => Store;
}

export function describeStore(harness: StoreHarness): void {
  let store: Store;

  beforeEach(async () => {
    store = harness.open();
    await recover(store);
  });

  it('gives positions from 1 on, one for each change, and knows the last', async () => {
    expect(store.last).to.equal(0);
    expect(store.define(queueOf(1))).to.equal(1);
    const appended = store.append(1, 1, messageOf(), 0);
    expect(appended).to.equal(2);
    expect(store.settle(1, 1, appended)).to.equal(3);
    expect(store.undefine(queueOf(1))).to.equal(4);
    expect(store.last).to.equal(4);
    await close(store);
  });

  it('counts an empty range as durable', async () => {
    expect(store.isDurable(1, 0)).to.equal(true);
    store.append(1, 1, messageOf(), 0);
    expect(store.isDurable(store.last + 1, store.last)).to.equal(true);
    expect(store.isDurable(0, 0)).to.equal(true);
    await close(store);
  });

  it('makes every change durable', async () => {
    store.define(queueOf(1));
    for (let sequence = 1; sequence <= 100; sequence++) store.append(1, sequence, messageOf(), 0);
    for (let sequence = 1; sequence <= 50; sequence++) store.settle(1, sequence, 0);
    await durable(store);
    expect(store.isDurable(1, store.last)).to.equal(true);
    await close(store);
  });

  it('never calls onDurable from within a call', async () => {
    let isInCall = false;
    let wasCalledInside = false;
    store.onDurable = () => {
      wasCalledInside ||= isInCall;
    };
    isInCall = true;
    const appended = store.append(1, 1, messageOf(), 0);
    store.settle(1, 1, appended);
    store.append(1, 2, messageOf(), 0);
    isInCall = false;
    await durable(store);
    isInCall = true;
    const closed = close(store);
    isInCall = false;
    await closed;
    expect(wasCalledInside).to.equal(false);
  });

  it('is durable for a message that was settled in the same turn', async () => {
    const appended = store.append(1, 1, messageOf(), 0);
    store.settle(1, 1, appended);
    await durable(store);
    expect(store.isDurable(appended, store.last)).to.equal(true);
    await close(store);
  });

  it('writes what is open when it is closed', async () => {
    store.append(1, 1, messageOf(), 0);
    const last = store.last;
    await close(store);
    expect(store.isDurable(1, last)).to.equal(true);
  });
}

/** For engines that keep what they are given. */
export function describeKeepingStore(harness: StoreHarness): void {
  let store: Store;

  beforeEach(async () => {
    store = harness.open();
    await recover(store);
  });

  afterEach(() => close(store));

  async function reopen(marks: Parameters<Store['close']>[0] = []): ReturnType<typeof recover> {
    await close(store, marks);
    store = harness.open();
    return recover(store);
  }

  it('recovers nothing at its first start', async () => {
    expect(await reopen()).to.deep.equal({ definitions: [], messages: [] });
  });

  it('recovers definitions with the types and the order of their arguments', async () => {
    const definitions = definitionsWithEveryField();
    for (const definition of definitions) store.define(definition);
    expect((await reopen()).definitions).to.deep.equal(definitions);
  });

  it('forgets what was undefined, and only that', async () => {
    const definitions = definitionsWithEveryField();
    for (const definition of definitions) store.define(definition);
    const other = queueOf(9);
    store.define(other);
    for (const definition of definitions.toReversed()) store.undefine(definition);
    expect((await reopen()).definitions).to.deep.equal([other]);
  });

  it('tells bindings apart by their arguments, but not by the order of those', async () => {
    const a: Field = { type: 'I', value: 1 };
    const b: Field = { type: 'S', value: '1' };
    store.define(bindingOf([['x', a], ['y', b]])); // prettier-ignore
    store.define(bindingOf([['y', b], ['x', a]])); // prettier-ignore
    store.define(bindingOf([['x', b], ['y', b]])); // prettier-ignore
    expect((await reopen()).definitions).to.have.lengthOf(2);
    store.undefine(bindingOf([['y', b], ['x', a]])); // prettier-ignore
    const [left, ...others] = (await reopen()).definitions;
    expect(others).to.deep.equal([]);
    expect(left).to.deep.equal(bindingOf([['x', b], ['y', b]])); // prettier-ignore
  });

  it('brings keys back in the order in which they came, whatever they are', async () => {
    const keys = ['c', 'a', 'b'].map((key) => keyOf({ key }));
    for (const key of keys) store.define(key);
    expect((await reopen()).definitions).to.deep.equal(keys);
    for (const key of keys.slice(0, 2)) store.undefine(key);
    if (keys[0] !== undefined) store.define(keys[0]);
    expect((await reopen()).definitions).to.deep.equal([keys[2], keys[0]]);
  });

  it('forgets the keys of an exchange or a queue with it, and no others', async () => {
    const queue = queueOf(3, { vhost: 'other', name: 'e' });
    const exchange = definitionsWithEveryField().find(({ kind }) => kind === 'exchange');
    if (exchange === undefined) throw new Error('there is an exchange');
    const others = [keyOf({ vhost: '/' }), keyOf({ owner: 'f' })];
    const keys = [keyOf({}), keyOf({ scope: 'queue' }), ...others];
    for (const definition of [exchange, queue, ...keys]) store.define(definition);
    store.undefine(queue);
    expect((await reopen()).definitions).to.deep.equal([exchange, keys[0], ...others]);
    store.undefine(exchange);
    expect((await reopen()).definitions).to.deep.equal(others);
  });

  it('takes a definition twice', async () => {
    store.define(queueOf(3));
    store.define(queueOf(3));
    expect((await reopen()).definitions).to.deep.equal([queueOf(3)]);
  });

  it('recovers messages by queue and sequence, whatever order they came in', async () => {
    for (const id of [1, 2]) store.define(queueOf(id));
    for (const sequence of [3, 1, 2]) {
      store.append(2, sequence, messageOf(), 0);
      store.append(1, sequence, messageOf(), 0);
    }
    const { messages } = await reopen();
    expect(messages.map(({ queueId, sequence }) => [queueId, sequence])).to.deep.equal([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 2],
      [2, 3],
    ]);
  });

  it('recovers a message byte for byte', async () => {
    store.define(queueOf(1));
    const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const sent = [
      messageOf(),
      messageOf({ exchange: '', routingKey: '', properties: Buffer.of(0, 0), body: '' }),
      messageOf({ properties: new Uint8Array(0), body: '' }),
      messageOf({ body: allBytes, properties: allBytes }),
      messageOf({ routingKey: allBytes.subarray(1) }),
      messageOf({ exchange: 'ü\0€', routingKey: 'a\0b' }),
      messageOf({ body: Buffer.alloc(3_000_000, 'large') }),
    ];
    sent.forEach((message, index) => store.append(1, index + 1, message, index * 1_000));
    const { messages } = await reopen();
    expect(messages).to.have.lengthOf(sent.length);
    messages.forEach((message, index) => {
      expect(Buffer.from(message.content).equals(sent[index]?.content ?? allBytes)).to.equal(true);
      expect(message.exchange).to.equal(sent[index]?.exchange);
      expect(message.routingKey).to.equal(sent[index]?.routingKey);
      expect(message.propertiesStart).to.equal(sent[index]?.propertiesStart);
      expect(message.bodyStart).to.equal(sent[index]?.bodyStart);
      expect(message.expiresAt).to.equal(index * 1_000);
    });
  });

  it('keeps the largest numbers', async () => {
    const sequence = Number.MAX_SAFE_INTEGER;
    const queueId = 2 ** 40;
    store.define(queueOf(queueId));
    store.append(queueId, sequence, messageOf(), sequence);
    const { messages } = await reopen();
    expect(messages[0]).to.include({ queueId, sequence, expiresAt: sequence });
  });

  it('does not recover what was settled, in one turn or later, in ranges or singly', async () => {
    store.define(queueOf(1));
    const positions = [0];
    for (let sequence = 1; sequence <= 20; sequence++) {
      positions.push(store.append(1, sequence, messageOf(), 0));
    }
    for (const sequence of [1, 2, 3, 7]) store.settle(1, sequence, positions[sequence] ?? 0);
    await durable(store);
    for (const sequence of [5, 6, 8, 9, 10, 20]) {
      store.settle(1, sequence, positions[sequence] ?? 0);
    }
    const { messages } = await reopen();
    const left = messages.map((message) => message.sequence);
    expect(left).to.deep.equal([4, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    for (const sequence of left) store.settle(1, sequence, 0);
    expect((await reopen()).messages).to.deep.equal([]);
  });

  it('settles a message whose append is in the same turn and is not to be struck', async () => {
    store.define(queueOf(1));
    store.append(1, 1, messageOf(), 0);
    store.settle(1, 1, 0);
    store.append(1, 2, messageOf(), 0);
    store.settle(1, 2, 0);
    await durable(store);
    expect((await reopen()).messages).to.deep.equal([]);
  });

  it('removes the messages of a queue with it', async () => {
    for (const id of [1, 2]) {
      store.define(queueOf(id));
      store.append(id, 1, messageOf(), 0);
    }
    store.undefine(queueOf(1));
    const { definitions, messages } = await reopen();
    expect(definitions).to.deep.equal([queueOf(2)]);
    expect(messages.map(({ queueId }) => queueId)).to.deep.equal([2]);
  });

  it('keeps what waits at a delayed exchange until the exchange goes', async () => {
    const holding = { kind: 'holding', id: 3, vhost: '/', exchange: 'x' } as const;
    store.define(holding);
    store.append(3, 1, messageOf(), Number.MAX_SAFE_INTEGER);
    const { definitions, messages } = await reopen();
    expect(definitions).to.deep.equal([holding]);
    expect(messages.map(({ queueId, expiresAt }) => [queueId, expiresAt])).to.deep.equal([
      [3, Number.MAX_SAFE_INTEGER],
    ]);
    store.undefine(holding);
    expect(await reopen()).to.deep.equal({ definitions: [], messages: [] });
  });

  it('gives back the messages that are asked for, in the order in which they are', async () => {
    store.define(queueOf(1));
    for (const sequence of [1, 2, 3, 4]) {
      store.append(1, sequence, messageOf({ body: `body ${sequence}` }), 0);
    }
    await durable(store);
    const [answer] = await fetched(store, [1, [3, 1, 4]]);
    expect(answer?.queueId).to.equal(1);
    expect(answer?.messages.map(({ sequence }) => sequence)).to.deep.equal([3, 1, 4]);
    const wanted = messageOf({ body: 'body 3' });
    const { exchange, routingKey, propertiesStart, bodyStart } = wanted;
    const [third] = answer?.messages ?? [];
    expect(third).to.include({ exchange, routingKey, propertiesStart, bodyStart });
    expect(Buffer.from(third?.content ?? []).equals(wanted.content)).to.equal(true);
  });

  it('gives back what it recovered', async () => {
    store.define(queueOf(1));
    const allBytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const wanted = messageOf({ routingKey: allBytes.subarray(1), body: allBytes });
    store.append(1, 7, wanted, 0);
    await reopen();
    const [answer] = await fetched(store, [1, [7]]);
    expect(Buffer.from(answer?.messages[0]?.content ?? []).equals(wanted.content)).to.equal(true);
  });

  it('leaves out of an answer what it does not have', async () => {
    for (const id of [1, 2]) {
      store.define(queueOf(id));
      for (const sequence of [1, 2]) store.append(id, sequence, messageOf(), 0);
    }
    store.settle(1, 1, 0);
    store.undefine(queueOf(2));
    await durable(store);
    const answers = await fetched(store, [1, [9, 1, 2]], [2, [1, 2]]);
    const found = answers.map(({ messages }) => messages.map(({ sequence }) => sequence));
    expect(found).to.deep.equal([[2], []]);
  });

  it('answers each request, in order, and as things were when it was asked', async () => {
    store.define(queueOf(1));
    for (const sequence of [1, 2]) store.append(1, sequence, messageOf(), 0);
    await durable(store);
    const answers = fetched(store, [1, [1]], [1, [2, 1]], [5, [1]]);
    for (const sequence of [1, 2]) store.settle(1, sequence, 0);
    const found = (await answers).map(({ queueId, messages }) => [queueId, messages.length]);
    expect(found).to.deep.equal([
      [1, 1],
      [1, 2],
      [5, 0],
    ]);
  });

  it('says after a clean stop which messages may have been delivered', async () => {
    for (const queueId of [1, 2]) {
      store.define(queueOf(queueId));
      for (const sequence of [1, 2, 3]) store.append(queueId, sequence, messageOf(), 0);
    }
    const { messages } = await reopen([{ queueId: 1, deliveredThrough: 2 }]);
    const redelivered = messages.map((message) => message.redelivered);
    expect(redelivered).to.deep.equal([true, true, false, false, false, false]);
    const again = await reopen([]);
    expect(again.messages.some((message) => message.redelivered)).to.equal(false);
  });

  it('brings back what was noted last of a message, and nothing of the others', async () => {
    store.define(queueOf(1));
    for (const sequence of [1, 2, 3]) store.append(1, sequence, messageOf(), 0);
    const first = store.annotate(1, 1, noteOf(1), 0);
    store.annotate(1, 1, noteOf(2, 1_700_000_000_000), first);
    await durable(store);
    const second = store.annotate(1, 3, noteOf(7), 0);
    await durable(store);
    store.annotate(1, 3, { ...noteOf(8), dying: 'delivery_limit' }, second);
    const notes = (await reopen()).messages.map(({ note }) => note);
    expect(notes).to.deep.equal([
      noteOf(2, 1_700_000_000_000),
      undefined,
      { ...noteOf(8), dying: 'delivery_limit' },
    ]);
  });

  it('gives a note a position, which turns durable', async () => {
    store.define(queueOf(1));
    store.append(1, 1, messageOf(), 0);
    const first = store.annotate(1, 1, noteOf(1), 0);
    const second = store.annotate(1, 1, noteOf(2), first);
    expect([first, second, store.last]).to.deep.equal([3, 4, 4]);
    await durable(store);
    expect(store.isDurable(first, second)).to.equal(true);
  });

  it('forgets a note on a message that is settled, its append struck or not', async () => {
    store.define(queueOf(1));
    const struck = store.append(1, 1, messageOf(), 0);
    store.annotate(1, 1, noteOf(1), 0);
    store.settle(1, 1, struck);
    store.append(1, 2, messageOf(), 0);
    store.annotate(1, 2, noteOf(1), 0);
    store.settle(1, 2, 0);
    store.append(1, 3, messageOf(), 0);
    const { messages } = await reopen();
    expect(messages.map(({ sequence }) => sequence)).to.deep.equal([3]);
  });

  it('gives each recovered content memory of its own', async () => {
    store.define(queueOf(1));
    for (const sequence of [1, 2]) store.append(1, sequence, messageOf(), 0);
    for (const { content } of (await reopen()).messages) {
      expect(content.buffer.byteLength).to.equal(content.byteLength);
    }
  });
}

function noteOf(returnCount: number, notBefore = 0): MessageNote {
  return { returnCount, notBefore, dying: undefined };
}

function bindingOf(entries: readonly (readonly [string, Field])[]): BindingDefinition {
  return {
    kind: 'binding',
    vhost: '/',
    source: 'amq.headers',
    destinationKind: 'queue',
    destination: 'q',
    routingKey: '',
    arguments: new Map(entries),
  };
}

function definitionsWithEveryField(): Definition[] {
  const nested = new Map<string, Field>([['deep', { type: 'V', value: null }]]);
  const items: Field[] = [
    { type: 'F', value: nested },
    { type: 'I', value: 1 },
  ];
  const table = new Map<string, Field>([
    ['z-first', { type: 't', value: true }],
    ['2', { type: 'b', value: -128 }],
    ['1', { type: 'B', value: 255 }],
    ['s', { type: 's', value: -32_768 }],
    ['u', { type: 'u', value: 65_535 }],
    ['I', { type: 'I', value: -(2 ** 31) }],
    ['i', { type: 'i', value: 2 ** 32 - 1 }],
    ['l', { type: 'l', value: 2n ** 63n - 1n }],
    ['T', { type: 'T', value: 1_700_000_000 }],
    ['f', { type: 'f', value: 0.5 }],
    ['d', { type: 'd', value: -Infinity }],
    ['D', { type: 'D', value: { scale: 2, unscaled: 1_999 } }],
    ['S', { type: 'S', value: 'lazy \0 ü €' }],
    ['x', { type: 'x', value: Buffer.of(0, 255, 1) }],
    ['A', { type: 'A', value: items }],
    ['__proto__', { type: 'F', value: nested }],
  ]);
  const flags = { durable: true, autoDelete: true };
  const exchange = { name: 'e', type: 'x-own', internal: true, arguments: table };
  return [
    vhostDefinition({
      name: 'other',
      description: 'of "others"',
      tags: ['a,b', 'ü'],
      defaultQueueType: 'quorum',
      compatibility: 'warn',
      connectionCountMax: 0,
      queueCountMax: 7,
    }),
    parameterOf({ vhost: '', value: 'text ü' }),
    parameterOf({ value: { b: [1, -0.5, true, null, { a: 'ü' }], a: 2 ** 60 } }),
    ...accessDefinitions(),
    { kind: 'exchange', vhost: 'other', ...exchange, ...flags },
    queueOf(7, { vhost: '', name: '', exclusive: true, arguments: table, autoDelete: true }),
    queueOf(10, { paused: true }),
    { kind: 'holding', id: 8, vhost: 'other', exchange: 'e' },
    bindingOf([...table].sort(([a], [b]) => (a < b ? -1 : 1))),
    keyOf({ key: 'text b', expiresAt: 0 }),
    keyOf({ key: 'text a \0 ü', expiresAt: 7 }),
  ];
}

function parameterOf(change: Partial<ParameterDefinition>): ParameterDefinition {
  const place = { component: 'policy', vhost: 'other', name: 'p' };
  return { kind: 'parameter', ...place, value: null, ...change };
}

function accessDefinitions(): Definition[] {
  return [
    {
      kind: 'user',
      name: 'anna "ü"',
      tags: ['management', 'own tag'],
      hashingAlgorithm: 'rabbit_password_hashing_sha512',
      passwordHash: 'aGFzaA==',
      connectionCountMax: 3,
      channelCountMax: -1,
    },
    {
      kind: 'permission',
      user: 'anna "ü"',
      vhost: 'other',
      configure: '',
      write: '^a',
      read: '.*',
    },
    {
      kind: 'topic-permission',
      user: 'anna "ü"',
      vhost: 'other',
      exchange: 'amq.topic',
      write: String.raw`^{username}\.`,
      read: '',
    },
  ];
}

/** A key that the exchange `e` of the vhost `other` has seen, unless it says otherwise. */
function keyOf(change: Partial<DeduplicationDefinition>): DeduplicationDefinition {
  const place = { vhost: 'other', scope: 'exchange', owner: 'e' } as const;
  return { kind: 'deduplication', ...place, key: 'text k', expiresAt: 0, ...change };
}
