/**
 * Measures what a message costs in memory that has to be collected, from the publisher's bytes to
 * the consumer's, in a process of its own whose young generation is so large that nothing is
 * collected meanwhile. Started by budget.spec.ts with the name of a scenario; prints one JSON
 * object.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { amqpFormat } from '../../../src/amqp/content.js';
import { AMQP_DEFAULTS } from '../../../src/amqp/options.js';
import { AmqpProtocol } from '../../../src/amqp/protocol.js';
import { encodeMethod, type MethodName } from '../../../src/amqp/wire/methods.js';
import type { MethodArguments } from '../../../src/amqp/wire/method-table.js';
import { encodeProperties } from '../../../src/amqp/wire/properties.js';
import { Broker } from '../../../src/core/broker.js';
import { Clock } from '../../../src/core/clock.js';
import type { Session, Traffic, Transport } from '../../../src/core/protocol.js';
import { compilePattern } from '../../../src/pattern.js';
import { MemoryStore } from '../../../src/store/memory.js';
import { frame } from '../../amqp/wire/frames.js';
import { type Scenario, SCENARIOS } from './scenarios.js';
import { admitGuest } from '../../support/guest.js';
import { plainHashing } from '../../support/plain-hashing.js';

const MESSAGES = 100_000;
const MESSAGES_PER_CHUNK = 100;
const WARM_UP_MESSAGES = 50_000;
const BODY_SIZE = 64;
/** Of the lower half of the delivery tag in the frame of a basic.ack. */
const TAG_OFFSET = 15;

/** Takes bytes at once and keeps none; counts what the broker writes. */
class CountingTransport implements Transport {
  readonly name = 'budget';
  readonly peer = { host: '127.0.0.1', port: 0 };
  readonly own = this.peer;
  readonly tls = undefined;
  readonly isLoopback = true;
  readonly isWritable = true;
  readonly bufferedBytes = 0;
  writtenBytes = 0;
  wantsTurnEnd = false;

  get traffic(): Traffic {
    const none = { receivedBytes: 0, receivedCount: 0, sentCount: 0, pendingBytes: 0 };
    return { ...none, sentBytes: this.writtenBytes };
  }

  write(bytes: Uint8Array): boolean {
    this.writtenBytes += bytes.length;
    return true;
  }

  requestTurnEnd(): void {
    this.wantsTurnEnd = true;
  }

  established(): void {}
  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}
}

class Client {
  readonly transport = new CountingTransport();
  readonly #session: Session;

  constructor(protocol: AmqpProtocol) {
    this.#session = protocol.accept(this.transport);
    this.send(Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'));
    this.method(0, 'connection.start-ok', {
      clientProperties: new Map(),
      mechanism: 'PLAIN',
      response: Buffer.from('\0guest\0guest'),
      locale: 'en_US',
    });
    this.method(0, 'connection.tune-ok', { channelMax: 10, frameMax: 131_072, heartbeat: 0 });
    this.method(0, 'connection.open', { virtualHost: '/' });
    this.method(1, 'channel.open', {});
  }

  method<Name extends MethodName>(channel: number, name: Name, args: MethodArguments<Name>): void {
    this.send(frame(1, channel, encodeMethod(name, args)));
    this.endTurn();
  }

  send(bytes: Buffer): void {
    this.#session.onData(bytes);
  }

  endTurn(): void {
    if (!this.transport.wantsTurnEnd) return;
    this.transport.wantsTurnEnd = false;
    this.#session.onTurnEnd();
  }
}

class Measurement {
  readonly #publisher: Client;
  readonly #consumer: Client;
  readonly #publishes: Buffer;
  readonly #acknowledgements: readonly Buffer[];
  #acknowledged = 0;

  constructor(scenario: Scenario) {
    const store = new MemoryStore();
    const token = (): string => 'token';
    const random = (): number => 0;
    const broker = new Broker({
      clock: new Clock(),
      store,
      format: amqpFormat,
      token,
      random,
      access: { hashing: plainHashing },
      compilePattern,
    });
    admitGuest(broker.access, '/');
    broker.start(() => {});
    const log = { debug() {}, info() {}, warn() {} };
    const options = { ...AMQP_DEFAULTS, log, version: '0.0.0', token };
    const protocol = new AmqpProtocol(broker, options);
    this.#publisher = new Client(protocol);
    this.#consumer = new Client(protocol);
    this.#declare(scenario);
    this.#publishes = publishes(scenario);
    this.#acknowledgements = acknowledgements(scenario);
  }

  run(count: number): void {
    for (let done = 0; done < count; done += MESSAGES_PER_CHUNK) {
      this.#publisher.send(this.#publishes);
      this.#consumer.endTurn();
      this.#publisher.endTurn();
      for (const acknowledgement of this.#acknowledgements) this.#acknowledge(acknowledgement);
    }
  }

  get deliveredBytes(): number {
    return this.#consumer.transport.writtenBytes;
  }

  #acknowledge(bytes: Buffer): void {
    const acknowledgedCount = MESSAGES_PER_CHUNK / this.#acknowledgements.length;
    this.#acknowledged += acknowledgedCount;
    bytes.writeUInt32BE(this.#acknowledged, TAG_OFFSET);
    this.#consumer.send(bytes);
    this.#consumer.endTurn();
  }

  #declare({ isDurable, confirms, acknowledgeCount }: Scenario): void {
    const queue = 'budget';
    this.#consumer.method(1, 'queue.declare', {
      queue,
      passive: false,
      durable: isDurable,
      exclusive: false,
      autoDelete: false,
      noWait: false,
      arguments: new Map(),
    });
    this.#consumer.method(1, 'basic.consume', {
      queue,
      consumerTag: 'c',
      noLocal: false,
      noAck: acknowledgeCount === 0,
      exclusive: false,
      noWait: false,
      arguments: new Map(),
    });
    if (confirms) this.#publisher.method(1, 'confirm.select', { noWait: false });
  }
}

function publishes({ isDurable }: Scenario): Buffer {
  const publish = encodeMethod('basic.publish', {
    exchange: '',
    routingKey: 'budget',
    mandatory: false,
    immediate: false,
  });
  const head = Buffer.from([0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, BODY_SIZE]);
  const properties = encodeProperties({ deliveryMode: isDurable ? 2 : 1 });
  const message = Buffer.concat([
    frame(1, 1, publish),
    frame(2, 1, Buffer.concat([head, properties])),
    frame(3, 1, Buffer.alloc(BODY_SIZE, 'x')),
  ]);
  return Buffer.concat(new Array<Buffer>(MESSAGES_PER_CHUNK).fill(message));
}

/** Frames for the deliveries of one chunk; the tags are filled in when they are sent. */
function acknowledgements({ acknowledgeCount }: Scenario): Buffer[] {
  if (acknowledgeCount === 0) return [];
  const payload = encodeMethod('basic.ack', { deliveryTag: 0, multiple: acknowledgeCount > 1 });
  return Array.from({ length: MESSAGES_PER_CHUNK / acknowledgeCount }, () => frame(1, 1, payload));
}

function allocatedBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(scenario: Scenario): Promise<{ bytes: number; gcCount: number }> {
  let gcCount = 0;
  const observer = new PerformanceObserver((list) => (gcCount += list.getEntries().length));
  const measurement = new Measurement(scenario);
  measurement.run(WARM_UP_MESSAGES);
  globalThis.gc?.();
  await nextTurn();
  observer.observe({ entryTypes: ['gc'] });
  const deliveredBefore = measurement.deliveredBytes;
  const before = allocatedBytes();
  measurement.run(MESSAGES);
  const bytes = (allocatedBytes() - before) / MESSAGES;
  const deliveredBytes = measurement.deliveredBytes - deliveredBefore;
  if (deliveredBytes < MESSAGES * BODY_SIZE) throw new Error('not everything was delivered');
  // Its entries come in a turn of their own.
  await nextTurn();
  await nextTurn();
  observer.disconnect();
  return { bytes, gcCount };
}

const scenario = SCENARIOS.find(({ name }) => name === process.argv[2]);
if (scenario === undefined) throw new Error(`there is no scenario ${String(process.argv[2])}`);
console.log(JSON.stringify(await measure(scenario)));
