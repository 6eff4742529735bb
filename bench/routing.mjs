/**
 * What routing costs: a remembered route, and a walk through the topic trie, with 3,000 bindings.
 * Run after `tsc -b`, with --expose-gc for the bytes: node --expose-gc bench/routing.mjs
 */
import { Clock } from '../dist/src/core/clock.js';
import { Counters } from '../dist/src/core/counters.js';
import { TopicTrie } from '../dist/src/core/exchange/topic-trie.js';
import { Message } from '../dist/src/core/message.js';
import { Router } from '../dist/src/core/router.js';
import { Vhost } from '../dist/src/core/vhost.js';

const BINDING_COUNT = 3000;
const NO_FIELDS = new Map();
const OWNER = { name: 'bench' };

const store = { last: 0, define: () => 0, undefine: () => 0, append: () => 0, settle: () => 0 };
let count = 0;
const vhost = new Vhost('/', {
  clock: new Clock(0),
  store,
  events: { isObserved: false },
  counters: new Counters(),
  token: () => String(++count),
  nextQueueId: () => ++count,
});

/** `tenant.17.order.created`, and patterns that are exact, or have `*` or `#` in them. */
const key = (index) => `tenant.${index % 1000}.order.${index % 7 === 0 ? 'paid' : 'created'}`;
const pattern = (index) =>
  [key(index), `tenant.${index}.*.created`, `tenant.${index}.#`, `*.${index}.order.#`][index % 4];

for (let index = 0; index < 100; index++) {
  const flags = { durable: false, exclusive: false, autoDelete: false, arguments: NO_FIELDS };
  vhost.declareQueue({ name: `q${index}`, ...flags }, OWNER);
}
const trie = new TopicTrie();
for (let index = 0; index < BINDING_COUNT; index++) {
  const destination = `q${index % 100}`;
  const ends = { source: 'amq.topic', destinationKind: 'queue', destination };
  vhost.bind({ ...ends, routingKey: pattern(index), arguments: NO_FIELDS }, OWNER);
  trie.add(pattern(index), index);
}

const exchanges = new Map([...vhost.exchanges()].map((each) => [each.name, each]));
const router = new Router(exchanges);
const exchange = exchanges.get('amq.topic');
const messages = Array.from(
  { length: 1000 },
  (_, index) =>
    new Message({
      exchange: 'amq.topic',
      routingKey: key(index),
      persistent: false,
      priority: 0,
      ttlMs: -1,
      content: new Uint8Array(0),
      propertiesStart: 0,
      bodyStart: 0,
      format: undefined,
    }),
);

let sink = 0;

function measure(name, times, act) {
  for (let index = 0; index < times / 10; index++) sink += act(index);
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  for (let index = 0; index < times; index++) sink += act(index);
  const ns = Number(process.hrtime.bigint() - start) / times;
  const bytes = globalThis.gc
    ? `${((process.memoryUsage().heapUsed - heap) / times).toFixed(1)} B`
    : '';
  console.log(`${name.padEnd(40)} ${ns.toFixed(0).padStart(8)} ns ${bytes.padStart(10)}`);
}

measure('remembered route', 2_000_000, (index) => {
  return router.route(exchange, messages[index % 1000]).length;
});
measure(`trie walk, ${BINDING_COUNT} patterns`, 200_000, (index) => {
  return trie.match(messages[index % 1000].routingKey).length;
});
measure('route not remembered', 100_000, (index) => {
  if (index % 1000 === 0) router.forget();
  return router.route(exchange, messages[index % 1000]).length;
});
console.log(`${trie.nodeCount} nodes, ${exchange.bindingCount} bindings, check sum ${sink}`);
