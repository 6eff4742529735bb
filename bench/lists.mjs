/**
 * What it costs to look at a broker with many queues while messages flow: pages of the HTTP API and
 * scrapes of metrics, how long each takes and for how long it stops the event loop, and what is
 * left of the throughput. Three processes: broker, load, and this one, which asks. Run: node
 * bench/lists.mjs [queues] (after a build).
 */
import { fork } from 'node:child_process';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import amqp from 'amqplib';

const QUEUES = Number(process.argv[2] ?? 10_000);
const RATE = 20_000;
const ASKS = 40;
const MEASURE_MS = 5_000;
const ASK_EVERY_MS = 500;
const LOGIN = `Basic ${Buffer.from('guest:guest').toString('base64')}`;

const PAGE = '/api/queues?page=1&page_size=100';
const QUESTIONS = [
  `${PAGE}&sort=messages&sort_reverse=true`,
  `${PAGE}&sort=message_stats.publish_details.rate&sort_reverse=true`,
  `${PAGE}&name=9$&use_regex=true`,
  '/api/overview',
  '/api/queues',
  '/metrics',
  '/metrics/per-object',
];

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers each message with the longest stop of the event loop since the last one, in ms. */
async function broker() {
  const { createBroker } = await import('../dist/src/index.js');
  const embedded = createBroker({ port: 0, management: { port: 0 } });
  const { port, management } = await embedded.start();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.on('message', () => {
    process.send({ stopMs: delay.max / 1e6 });
    delay.reset();
  });
  process.send({ port, managementPort: management.port });
}

/** Publishes at RATE, or as fast as it can, and tells every second how many have come back. */
async function load(url, rate) {
  const connection = await amqp.connect(url);
  const [publisher, consumer] = [
    await connection.createChannel(),
    await connection.createChannel(),
  ];
  await publisher.assertQueue('flow', { durable: false });
  let received = 0;
  await consumer.consume('flow', () => received++, { noAck: true });
  process.on('message', () => process.send({ received }));
  process.send({ ready: true });
  const body = Buffer.alloc(64);
  const startedAt = performance.now();
  for (let sent = 0; ;) {
    const due = rate > 0 ? ((performance.now() - startedAt) * rate) / 1_000 : received + 2_000;
    for (; sent < due; sent++) publisher.sendToQueue('flow', body);
    await (rate > 0 ? wait(2) : new Promise(setImmediate));
  }
}

function child(...args) {
  const started = fork(import.meta.filename, args);
  const answer = () => new Promise((resolve) => started.once('message', resolve));
  return {
    ready: answer(),
    ask: () => {
      const answered = answer();
      started.send('tell');
      return answered;
    },
    stop: () => started.kill('SIGKILL'),
  };
}

async function declareQueues(url) {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  const names = Array.from({ length: QUEUES }, (_, index) => `queue-${index}`);
  await Promise.all(names.map((name) => channel.assertQueue(name, { durable: false })));
  names.forEach((name, index) => {
    for (let count = 0; count < index % 7; count++) channel.sendToQueue(name, Buffer.from('x'));
  });
  await channel.checkQueue('queue-0');
  await connection.close();
}

async function get(url) {
  const startedAt = performance.now();
  const response = await fetch(url, { headers: { authorization: LOGIN } });
  const { length } = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return { ms: performance.now() - startedAt, length };
}

/** Medians and the worst of all asks. */
async function ask(server, base, path) {
  const [times, stops] = [[], []];
  let size = 0;
  for (let n = 0; n < ASKS; n++) {
    await server.ask();
    const { ms, length } = await get(base + path);
    times.push(ms);
    stops.push((await server.ask()).stopMs);
    size = length;
    await wait(20);
  }
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1].toFixed(1);
  const most = (numbers) => Math.max(...numbers).toFixed(1);
  return {
    KiB: (size / 1_024).toFixed(0),
    'ms, median': median(times),
    'ms, max': most(times),
    'stop ms, median': median(stops),
    'stop ms, max': most(stops),
  };
}

/** Messages a second that come through, while nobody asks or somebody does. */
async function throughput(flow, base, path) {
  const { received: before } = await flow.ask();
  const startedAt = performance.now();
  while (performance.now() - startedAt < MEASURE_MS) {
    if (path !== undefined) await get(base + path);
    await wait(ASK_EVERY_MS);
  }
  const { received } = await flow.ask();
  return ((received - before) * 1_000) / (performance.now() - startedAt);
}

/** In turn, so that both meet the same machine. */
async function compareThroughput(url, base, rate) {
  const flow = child('load', url, String(rate));
  await flow.ready;
  await wait(2_000);
  const [quiet, asked] = [[], []];
  for (let round = 0; round < 3; round++) {
    quiet.push(await throughput(flow, base));
    asked.push(await throughput(flow, base, QUESTIONS[0]));
  }
  flow.stop();
  const mean = (numbers) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const change = (mean(asked) / mean(quiet) - 1) * 100;
  return {
    'msg/s': Math.round(mean(quiet)),
    'msg/s, asked': Math.round(mean(asked)),
    'change, %': change.toFixed(1),
  };
}

async function main() {
  const server = child('broker');
  const { port, managementPort } = await server.ready;
  const [url, base] = [`amqp://127.0.0.1:${port}`, `http://127.0.0.1:${managementPort}`];
  await declareQueues(url);
  const rows = {};
  const flow = child('load', url, String(RATE));
  await flow.ready;
  await get(base + QUESTIONS[0]);
  await wait(6_000);
  rows['(nothing)'] = await ask({ ask: () => wait(30).then(server.ask) }, base, '/api/whoami');
  for (const path of QUESTIONS) rows[path] = await ask(server, base, path);
  flow.stop();
  console.log(`${QUEUES} queues, ${RATE} messages/s:`);
  console.table(rows);
  console.log(`Throughput, and with a page by messages asked for every ${ASK_EVERY_MS} ms:`);
  console.table({
    [`${RATE}/s`]: await compareThroughput(url, base, RATE),
    'as fast as can be': await compareThroughput(url, base, 0),
  });
  server.stop();
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'broker') await broker();
else if (role === 'load') await load(rest[0], Number(rest[1]));
else await main();
