// What the SQLite store does on this machine: build, then `node bench/store.mjs [seconds per row]`.
// Prints appends a second by body size and by how many wait at once, the latency of their commits,
// and the cost of messages that are settled before they reach the disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Message } from '../dist/src/core/message.js';
import { SqliteStore } from '../dist/src/store/sqlite/engine.js';

const runMs = Number(process.argv[2] ?? 1.5) * 1_000;
const QUEUE = 1;

function messageOf(bodySize) {
  const names = Buffer.from('\u0009amq.topic\u0005a.b.c');
  const properties = Buffer.alloc(12);
  return new Message({
    exchange: 'amq.topic',
    routingKey: 'a.b.c',
    persistent: true,
    priority: 0,
    ttlMs: -1,
    content: Buffer.concat([names, properties, Buffer.alloc(bodySize, 'x')]),
    propertiesStart: names.length,
    bodyStart: names.length + properties.length,
    format: { headers: () => new Map(), rewrite: (message) => message },
  });
}

async function withStore(run) {
  const folder = mkdtempSync(join(tmpdir(), 'leveret-bench-'));
  const store = new SqliteStore({ folder });
  store.onFailed = (reason) => {
    throw reason;
  };
  await new Promise((resolve, reject) => {
    const sink = { definition() {}, message() {} };
    store.recover(sink, (error) => (error === undefined ? resolve() : reject(error)));
  });
  const queue = { kind: 'queue', id: QUEUE, vhost: '/', name: 'bench', arguments: new Map() };
  store.define({ ...queue, durable: true, autoDelete: false, exclusive: false });
  try {
    return await run(store);
  } finally {
    await new Promise((resolve) => store.close([], resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps `window` appends waiting; with `settles`, each is settled when it is durable. */
function throughput(store, bodySize, window, settles) {
  const message = messageOf(bodySize);
  return new Promise((resolve) => {
    const started = performance.now();
    const latencies = [];
    // [position of the last append, sequence of it, when] of each turn that filled the window.
    const turns = [];
    let sequence = 0;
    let durable = 0;
    const fill = () => {
      const first = sequence;
      while (sequence - durable < window) store.append(QUEUE, ++sequence, message, 0);
      if (sequence > first) turns.push([store.last, sequence, performance.now()]);
    };
    store.onDurable = () => {
      const now = performance.now();
      while (turns.length > 0 && store.isDurable(turns[0][0], turns[0][0])) {
        const [, last, at] = turns.shift();
        latencies.push(now - at);
        if (settles)
          for (let next = durable + 1; next <= last; next++) store.settle(QUEUE, next, 0);
        durable = last;
      }
      if (now - started < runMs) return fill();
      if (turns.length > 0) return;
      store.onDurable = () => {};
      resolve({ rate: durable / ((now - started) / 1_000), latencies });
    };
    fill();
  });
}

/** Append and settle in one turn, `perTurn` times. */
function kept(store, bodySize, perTurn) {
  const message = messageOf(bodySize);
  return new Promise((resolve) => {
    const started = performance.now();
    let sequence = 0;
    const turn = () => {
      for (let index = 0; index < perTurn; index++) {
        const position = store.append(QUEUE, ++sequence, message, 0);
        store.settle(QUEUE, sequence, position);
      }
    };
    store.onDurable = () => {
      if (performance.now() - started < runMs) return turn();
      store.onDurable = () => {};
      resolve(sequence / ((performance.now() - started) / 1_000));
    };
    turn();
  });
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function print(name, rate, latencies) {
  const figures =
    latencies === undefined
      ? []
      : [0.5, 0.99, 0.999, 1].map((share) => percentile(latencies, share).toFixed(2));
  console.log(
    [
      name.padEnd(40),
      String(Math.round(rate)).padStart(9),
      ...figures.map((text) => text.padStart(8)),
    ].join(' '),
  );
}

console.log(`${'case'.padEnd(40)} messages/s  p50 ms   p99 ms  p99.9 ms   max ms`);
for (const bodySize of [64, 1_024, 16_384]) {
  for (const window of [1, 16, 256, 4_096]) {
    if (bodySize * window > 16_777_216) continue;
    const result = await withStore((store) => throughput(store, bodySize, window, false));
    print(`append ${bodySize} B, ${window} at once`, result.rate, result.latencies);
  }
}
const both = await withStore((store) => throughput(store, 1_024, 256, true));
print('append and settle on disk, 1024 B, 256', both.rate, both.latencies);
print('append and settle in one turn, 64 B', await withStore((store) => kept(store, 64, 64)));
print('append and settle in one turn, 1024 B', await withStore((store) => kept(store, 1_024, 64)));
