/**
 * What is hard to draw, and real traffic through it: long names, emoji, right-to-left scripts,
 * markup, the largest numbers that arguments may have, a backlog, and messages that nobody
 * acknowledges. Used where all pages of the console are looked at.
 */
import amqp, { type ChannelModel } from 'amqplib';
import type { Subjects } from './console-pages.js';
import { eventually, type TestConsole } from './test-console.js';

const VHOST = 'متجر 🐇 <b>shop</b>';
/** 255 bytes, the most that AMQP allows, without a place to break it. */
const LONG = 'x'.repeat(255);
const QUEUE = `🐇🥕 طلبات <i>${'unbreakable'.repeat(18)}</i>`;
const EXCHANGE = 'تبادل 🐇 <script>alert(1)</script>';
const USER = `مستخدم-🐇-${'u'.repeat(120)}`;
const POLICY = `سياسة ${LONG.slice(40)}`;
const KEY = `🥕.${'key'.repeat(60)}.طلب`;
const HUGE = Number.MAX_SAFE_INTEGER;
const PUBLISH_EVERY_MS = 40;

export class ConsoleTraffic {
  readonly #console: TestConsole;
  #connection: ChannelModel | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(console: TestConsole) {
    this.#console = console;
  }

  /** Gives what the pages of single things are to be about, once the broker shows it all. */
  async start(): Promise<Subjects> {
    const vhost = encodeURIComponent(VHOST);
    await this.#console.api('PUT', `/vhosts/${vhost}`, { description: `🐇 ${LONG}` });
    const all = { configure: '.*', write: '.*', read: '.*' };
    await this.#console.api('PUT', `/permissions/${vhost}/guest`, all);
    await this.#console.api('PUT', `/users/${encodeURIComponent(USER)}`, {
      password: 'pw',
      tags: 'management',
    });
    await this.#console.api('PUT', `/policies/${vhost}/${encodeURIComponent(POLICY)}`, {
      pattern: `^(${LONG}|🐇)`,
      definition: { 'max-length': HUGE, 'message-ttl': 4_294_967_295 },
    });
    const connection = await amqp.connect(`${this.#console.amqpUrl}/${vhost}`, {
      clientProperties: { connection_name: `صندوق 🐇 ${LONG}`, product: LONG },
    });
    this.#connection = connection;
    await this.#declare(connection);
    return this.#subjects(await this.#trace(vhost));
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#connection?.close();
  }

  async #declare(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
    await channel.assertExchange(LONG, 'fanout', { alternateExchange: EXCHANGE });
    await channel.bindExchange(LONG, EXCHANGE, '#');
    await channel.assertQueue(QUEUE, { maxPriority: 255, messageTtl: 4_294_967_295 });
    await channel.assertQueue(LONG, { deadLetterExchange: EXCHANGE, deadLetterRoutingKey: KEY });
    await channel.assertQueue('empty');
    await channel.bindQueue(QUEUE, EXCHANGE, KEY, { '🐇': LONG, large: HUGE });
    await channel.bindQueue(LONG, LONG, '');
    await channel.prefetch(65_535);
    await channel.consume(QUEUE, () => {}, { consumerTag: `مستهلك 🐇 ${'c'.repeat(200)}` });
    await channel.prefetch(1);
    await channel.consume(LONG, () => {});
    const headers = { '🐇': LONG, zero: 0, huge: HUGE, [LONG]: 'طلب' };
    const publish = (): void => {
      channel.publish(EXCHANGE, KEY, Buffer.from('{"رقم":0,"🐇":[]}'), { headers });
      channel.publish(EXCHANGE, 'nowhere', Buffer.from(LONG), { mandatory: true });
    };
    for (let count = 0; count < 20; count++) publish();
    this.#timer = setInterval(publish, PUBLISH_EVERY_MS);
  }

  /** Of some messages, and over: a page to which ever more is added has no last stop for Tab. */
  async #trace(vhost: string): Promise<number> {
    const started = await this.#console.api('POST', `/traces/${vhost}`, { queue: QUEUE });
    const { id } = started as { readonly id: number };
    const where = `/traces/${vhost}/${id}`;
    await eventually(
      () => this.#console.api('GET', where) as Promise<{ readonly messages: readonly unknown[] }>,
      ({ messages }) => messages.length > 2,
    );
    await this.#console.api('PUT', `${where}/stop`);
    return id;
  }

  async #subjects(trace: number): Promise<Subjects> {
    const channels = await eventually(
      () => this.#console.api('GET', '/channels') as Promise<readonly ChannelFacts[]>,
      ([first]) => (first?.consumer_count ?? 0) > 0,
    );
    const [first] = channels;
    if (first === undefined) throw new Error('no channel is open');
    const { name: channel, connection_details: connection } = first;
    return {
      vhost: VHOST,
      queue: QUEUE,
      exchange: EXCHANGE,
      user: USER,
      policy: POLICY,
      trace: String(trace),
      channel,
      connection: connection.name,
    };
  }
}

interface ChannelFacts {
  readonly name: string;
  readonly consumer_count: number;
  readonly connection_details: { readonly name: string };
}
