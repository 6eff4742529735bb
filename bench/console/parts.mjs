/**
 * The processes of bench/console.mjs: the broker, its many clients, the load, and what asks as
 * consoles do. Each tells when it is ready, and answers what it is told.
 */
import { Agent, get } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import amqp from 'amqplib';

const LOGIN = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
const AT_ONCE = 50;
/** Flat out, so many are on their way. */
const UNDER_WAY = 2_000;

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers with its processor time so far, and its longest stop since the last answer. */
async function broker() {
  const { createBroker } = await import('../../dist/src/index.js');
  const embedded = createBroker({ port: 0, management: { port: 0 } });
  const { port, management } = await embedded.start();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpuMs: (user + system) / 1_000, stopMs: delay.max / 1e6 });
    delay.reset();
  });
  process.send({ port, managementPort: management.port });
}

/** Declares the queues, gives each some messages, and stays connected many times. */
async function clients(url, queueCount, connectionCount) {
  const connection = await amqp.connect(url);
  const channel = await connection.createConfirmChannel();
  const names = Array.from({ length: queueCount }, (_, index) => `queue-${index}`);
  await Promise.all(names.map((name) => channel.assertQueue(name)));
  for (const [index, name] of names.entries()) {
    for (let count = 0; count < index % 7; count++) channel.sendToQueue(name, Buffer.from('x'));
  }
  await channel.waitForConfirms();
  for (let made = 0; made < connectionCount; made += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, connectionCount - made) }).keys();
    await Promise.all(
      [...indices].map(async (index) => {
        const clientProperties = { connection_name: `client-${made + index}` };
        const each = await amqp.connect(`${url}?heartbeat=0`, { clientProperties });
        await each.createChannel();
      }),
    );
  }
  process.send({ isReady: true });
}

/** Publishes at a rate, or as fast as it can, and answers with how many have come back. */
async function load(url, rate) {
  const connection = await amqp.connect(url);
  const publisher = await connection.createChannel();
  const consumer = await connection.createChannel();
  await publisher.assertQueue('flow', { durable: false });
  let received = 0;
  await consumer.consume('flow', () => received++, { noAck: true });
  process.on('message', () => process.send({ received }));
  process.send({ isReady: true });
  const body = Buffer.alloc(64);
  const startedAt = performance.now();
  for (let sent = 0; ;) {
    const due = rate > 0 ? ((performance.now() - startedAt) * rate) / 1_000 : received + UNDER_WAY;
    for (; sent < due; sent++) publisher.sendToQueue('flow', body);
    await (rate > 0 ? wait(2) : new Promise(setImmediate));
  }
}

/**
 * Sends what it is given, [ms, path], again and again, each time from where it was; reads the
 * answers, and looks at none.
 */
async function asker(base) {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: LOGIN, 'accept-encoding': 'gzip' };
  let timers = [];
  let [phaseMs, since] = [0, 0];
  process.on('message', ({ asked, lengthMs }) => {
    for (const timer of timers) clearInterval(timer);
    if (asked.length === 0) phaseMs = (phaseMs + performance.now() - since) % lengthMs;
    since = performance.now();
    timers = asked.map(([ms, path]) => {
      const ask = () => get(base + path, { agent, headers }, (answer) => answer.resume());
      const begin = () => {
        ask();
        timers.push(setInterval(ask, lengthMs));
      };
      return setTimeout(begin, (ms - phaseMs + lengthMs) % lengthMs);
    });
    process.send({ isReady: true });
  });
  process.send({ isReady: true });
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'broker') await broker();
else if (role === 'clients') await clients(rest[0], Number(rest[1]), Number(rest[2]));
else if (role === 'load') await load(rest[0], Number(rest[1]));
else await asker(rest[0]);
