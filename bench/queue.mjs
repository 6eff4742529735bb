/**
 * What one message costs a queue in memory: enqueue, deliver, acknowledge. Run: node
 * bench/queue.mjs (after a build). Prints the best of several trials; read the ratios, the machine
 * is noisy.
 */
import { Clock } from '../dist/src/core/clock.js';
import { NO_FIELDS } from '../dist/src/core/field.js';
import { Message } from '../dist/src/core/message.js';
import { DeadLetters } from '../dist/src/core/queue/dead-letter.js';
import { Queue } from '../dist/src/core/queue/queue.js';
import { Residency } from '../dist/src/core/queue/residency.js';
import { MemoryStore } from '../dist/src/store/memory.js';

const MESSAGES = 200_000;
const TRIALS = 9;
const PREFETCH = 1_000;

const facts = {
  exchange: '',
  routingKey: 'q',
  persistent: false,
  priority: 0,
  ttlMs: -1,
  content: new Uint8Array(40),
  propertiesStart: 4,
  bodyStart: 20,
  format: undefined,
};

function createQueue(args = NO_FIELDS) {
  const clock = new Clock(0);
  const store = new MemoryStore();
  const definition = {
    kind: 'queue',
    id: 1,
    vhost: '/',
    name: 'q',
    durable: false,
    autoDelete: false,
    exclusive: false,
    arguments: args,
  };
  const context = {
    vhost: '/',
    clock,
    store,
    residency: new Residency({ store, format: undefined, durable: new Set() }),
    owner: undefined,
    deadLetters: new DeadLetters(clock, () => []),
    remove: () => {},
  };
  return new Queue(definition, context);
}

class Window {
  tag = 'c';
  exclusive = false;
  arguments = NO_FIELDS;
  credit = Infinity;
  held = [];
  constructor(noAck) {
    this.noAck = noAck;
  }
  hasCredit() {
    return this.credit > 0;
  }
  deliver(entry) {
    if (this.noAck) return;
    this.credit--;
    this.held.push(entry);
  }
  cancelled() {}
  acknowledgeAll(queue) {
    for (const entry of this.held) queue.acknowledge(entry);
    this.credit += this.held.length;
    this.held.length = 0;
  }
}

/** Straight to a consumer that waits. */
function straight(args) {
  const queue = createQueue(args);
  const consumer = new Window(false);
  queue.subscribe(consumer);
  for (let sent = 0; sent < MESSAGES; sent++) {
    queue.enqueue(new Message(facts));
    if (consumer.held.length === 256) consumer.acknowledgeAll(queue);
  }
}

function straightNoAck() {
  const queue = createQueue();
  queue.subscribe(new Window(true));
  for (let sent = 0; sent < MESSAGES; sent++) queue.enqueue(new Message(facts));
}

/** Through the ready list: a window of prefetch is full most of the time. */
function listed(args) {
  const queue = createQueue(args);
  const consumer = new Window(false);
  consumer.credit = PREFETCH;
  queue.subscribe(consumer);
  for (let sent = 0; sent < MESSAGES; sent += 2 * PREFETCH) {
    for (let i = 0; i < 2 * PREFETCH; i++) queue.enqueue(new Message(facts));
    consumer.acknowledgeAll(queue);
    queue.pump();
    consumer.acknowledgeAll(queue);
    queue.pump();
  }
}

/** The whole backlog first, then a consumer. */
function backlog() {
  const queue = createQueue();
  for (let sent = 0; sent < MESSAGES; sent++) queue.enqueue(new Message(facts));
  const consumer = new Window(false);
  consumer.credit = PREFETCH;
  queue.subscribe(consumer);
  while (consumer.held.length > 0) {
    consumer.acknowledgeAll(queue);
    queue.pump();
  }
}

/** Every message is handed back once. */
function requeued() {
  const queue = createQueue();
  for (let sent = 0; sent < MESSAGES; sent++) queue.enqueue(new Message(facts));
  const consumer = new Window(false);
  consumer.credit = PREFETCH;
  queue.subscribe(consumer);
  while (consumer.held.length > 0) {
    const again = consumer.held.filter((entry) => !entry.redelivered);
    const done = consumer.held.filter((entry) => entry.redelivered);
    for (const entry of again) queue.requeue(entry);
    for (const entry of done) queue.acknowledge(entry);
    consumer.credit += consumer.held.length;
    consumer.held.length = 0;
    queue.pump();
  }
}

function measure(name, run) {
  let best = Infinity;
  for (let trial = 0; trial < TRIALS; trial++) {
    const start = process.hrtime.bigint();
    run();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / MESSAGES);
  }
  console.log(`${name.padEnd(36)}${best.toFixed(0).padStart(6)} ns/message`);
}

const long = (value) => ({ type: 'l', value });
measure('straight to a consumer', straight);
measure('straight, no-ack', straightNoAck);
measure('straight, x-message-ttl', () => straight(new Map([['x-message-ttl', long(60_000)]])));
measure('through the ready list', listed);
measure('ready list, x-message-ttl', () => listed(new Map([['x-message-ttl', long(60_000)]])));
measure('ready list, x-max-priority', () => listed(new Map([['x-max-priority', long(10)]])));
measure('ready list, x-max-length', () => listed(new Map([['x-max-length', long(1_000_000)]])));
measure('backlog, then a consumer', backlog);
measure('backlog, every message requeued', requeued);
