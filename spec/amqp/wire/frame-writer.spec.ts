import { expect } from 'chai';
import fc from 'fast-check';
import { FrameReader } from '../../../src/amqp/wire/frame-reader.js';
import type { FrameSink } from '../../../src/amqp/wire/frame-reader.js';
import { FrameWriter } from '../../../src/amqp/wire/frame-writer.js';
import { readMethod } from '../../../src/amqp/wire/methods.js';
import { shortString } from '../../../src/amqp/wire/short-string.js';
import { SeededRandom, seedOfRun, seeded } from '../../support/seed.js';
import { hex } from './frames.js';

/**
 * What the writer hands over. Bytes that have not left are kept by reference, as a socket keeps
 * them.
 */
class Wire {
  readonly handed: Buffer[] = [];
  readonly #answer: () => boolean;
  readonly #left: Buffer[] = [];
  #kept: Buffer[] = [];

  constructor(answer: () => boolean = () => true) {
    this.#answer = answer;
  }

  readonly write = (bytes: Buffer): boolean => {
    this.handed.push(bytes);
    this.#kept.push(bytes);
    const hasLeft = this.#answer();
    if (hasLeft) this.#leave();
    return hasLeft;
  };

  get bytes(): Buffer {
    this.#leave();
    return Buffer.concat(this.#left);
  }

  #leave(): void {
    for (const bytes of this.#kept) this.#left.push(Buffer.from(bytes));
    this.#kept = [];
  }
}

interface Content {
  readonly content: Buffer;
  readonly propertiesStart: number;
  readonly bodyStart: number;
}

const PROPERTIES = hex('1000 02');

function contentOf(body: Buffer, properties = PROPERTIES, exchange = 'ex', key = 'key'): Content {
  const names = Buffer.concat([shortString(exchange), shortString(key)]);
  return {
    content: Buffer.concat([names, properties, body]),
    propertiesStart: names.length,
    bodyStart: names.length + properties.length,
  };
}

function deliver(writer: FrameWriter, deliveryTag: number, of: Content): void {
  const tag = shortString('ctag');
  writer.deliver(7, tag, deliveryTag, true, of.content, of.propertiesStart, of.bodyStart);
}

/** Frames read back: methods as objects, content headers and bodies as octets. */
class ReadBack implements FrameSink {
  readonly frames: unknown[] = [];
  bodySizes: number[] = [];
  readonly #bodies: Buffer[] = [];

  static of(bytes: Buffer, frameMax = 131072): ReadBack {
    const sink = new ReadBack();
    new FrameReader(sink, frameMax).push(bytes);
    return sink;
  }

  get body(): Buffer {
    return Buffer.concat(this.#bodies);
  }

  onMethod(channel: number, buffer: Buffer, start: number, end: number): void {
    this.frames.push({ channel, ...readMethod(buffer, start, end) });
  }

  onHeader(channel: number, buffer: Buffer, start: number, end: number): void {
    const bodySize = Number(buffer.readBigUInt64BE(start + 4));
    this.frames.push({ channel, bodySize, properties: buffer.toString('hex', start + 12, end) });
  }

  onBody(_channel: number, buffer: Buffer, start: number, end: number): void {
    this.bodySizes.push(end - start);
    this.#bodies.push(Buffer.from(buffer.subarray(start, end)));
  }

  onHeartbeat(): void {
    this.frames.push('heartbeat');
  }
}

describe('FrameWriter', () => {
  it('writes a delivery as method, content header and body, to the octet', () => {
    const wire = new Wire();
    const writer = new FrameWriter(wire.write);
    deliver(writer, 258, contentOf(Buffer.from('hello')));
    writer.flush();
    const expected = hex(`
      01 0007 00000019 003c 003c 04 63746167 0000000000000102 01 02 6578 03 6b6579 ce
      02 0007 0000000f 003c 0000 0000000000000005 1000 02 ce
      03 0007 00000005 68656c6c6f ce`);
    expect(wire.bytes.toString('hex')).to.equal(expected.toString('hex'));
  });

  it('writes acks, nacks and heartbeats, to the octet', () => {
    const wire = new Wire();
    const writer = new FrameWriter(wire.write);
    writer.ack(1, 1, false);
    writer.ack(513, 2 ** 53 - 1, true);
    writer.nack(1, 2 ** 32, true);
    writer.heartbeat();
    writer.flush();
    const expected = hex(`
      01 0001 0000000d 003c 0050 0000000000000001 00 ce
      01 0201 0000000d 003c 0050 001fffffffffffff 01 ce
      01 0001 0000000d 003c 0078 0000000100000000 01 ce
      08 0000 00000000 ce`);
    expect(wire.bytes.toString('hex')).to.equal(expected.toString('hex'));
  });

  it('writes what the reader reads: deliver, get-ok, return and any method', () => {
    const wire = new Wire();
    const writer = new FrameWriter(wire.write);
    const { content, propertiesStart, bodyStart } = contentOf(Buffer.from('body'));
    deliver(writer, 2 ** 40 + 1, { content, propertiesStart, bodyStart });
    writer.getOk(2, 2 ** 32 - 1, false, 77, content, propertiesStart, bodyStart);
    writer.returned(3, 312, 'NO_ROUTE', content, propertiesStart, bodyStart);
    const declared = { queue: 'q', messageCount: 4_000_000_000, consumerCount: 2 };
    writer.method(4, 'queue.declare-ok', declared);
    writer.flush();
    const names = { exchange: 'ex', routingKey: 'key' };
    const header = { bodySize: 4, properties: '100002' };
    const { frames, body } = ReadBack.of(wire.bytes);
    expect(frames).to.deep.equal([
      {
        channel: 7,
        name: 'basic.deliver',
        args: { consumerTag: 'ctag', deliveryTag: 2 ** 40 + 1, redelivered: true, ...names },
      },
      { channel: 7, ...header },
      {
        channel: 2,
        name: 'basic.get-ok',
        args: { deliveryTag: 2 ** 32 - 1, redelivered: false, ...names, messageCount: 77 },
      },
      { channel: 2, ...header },
      {
        channel: 3,
        name: 'basic.return',
        args: { replyCode: 312, replyText: 'NO_ROUTE', ...names },
      },
      { channel: 3, ...header },
      { channel: 4, name: 'queue.declare-ok', args: declared },
    ]);
    expect(body.toString()).to.equal('bodybodybody');
  });

  describe('bodies', () => {
    const cases: readonly (readonly [number, number, number[]])[] = [
      [0, 4096, []],
      [1, 4096, [1]],
      [4088, 4096, [4088]],
      [4089, 4096, [4088, 1]],
      [3 * 4088, 4096, [4088, 4088, 4088]],
      [131064, 131072, [131064]],
      [131065, 131072, [131064, 1]],
    ];
    for (const [bodySize, frameMax, expected] of cases) {
      it(`of ${bodySize} leave in ${expected.length} frames at frame-max ${frameMax}`, () => {
        const wire = new Wire();
        const writer = new FrameWriter(wire.write);
        writer.frameMax = frameMax;
        const body = new SeededRandom(bodySize).bytes(bodySize);
        deliver(writer, 1, contentOf(body));
        writer.flush();
        const read = ReadBack.of(wire.bytes);
        expect(read.bodySizes).to.deep.equal(expected);
        expect(read.body.equals(body)).to.equal(true);
      });
    }

    it('of 16 KiB and more are handed over by reference', () => {
      const wire = new Wire();
      const writer = new FrameWriter(wire.write);
      writer.frameMax = 131072;
      const large = contentOf(Buffer.alloc(16 * 1024, 1));
      const small = contentOf(Buffer.alloc(16 * 1024 - 1, 1));
      deliver(writer, 1, large);
      deliver(writer, 2, small);
      writer.flush();
      expect(wire.handed.filter((bytes) => bytes.buffer === large.content.buffer)).to.have.length(
        1,
      );
      expect(wire.handed.some((bytes) => bytes.buffer === small.content.buffer)).to.equal(false);
    });

    it('of a plain Uint8Array that does not begin its memory leave whole', () => {
      const { content, propertiesStart, bodyStart } = contentOf(Buffer.alloc(20_000, 9));
      const memory = new Uint8Array(content.length + 10);
      memory.set(content, 7);
      const view = memory.subarray(7, 7 + content.length);
      const wire = new Wire();
      const writer = new FrameWriter(wire.write);
      writer.frameMax = 131072;
      writer.deliver(1, shortString('c'), 1, false, view, propertiesStart, bodyStart);
      writer.flush();
      expect(ReadBack.of(wire.bytes).body.equals(Buffer.alloc(20_000, 9))).to.equal(true);
    });
  });

  it('hands large properties over by reference too', () => {
    const headers = Buffer.concat([hex('2000 00007530'), Buffer.alloc(30_000)]);
    const of = contentOf(Buffer.from('x'), headers);
    const wire = new Wire();
    const writer = new FrameWriter(wire.write);
    deliver(writer, 1, of);
    writer.flush();
    expect(wire.handed.some((bytes) => bytes.buffer === of.content.buffer)).to.equal(true);
    const read = ReadBack.of(wire.bytes);
    expect(read.frames[1]).to.include({ bodySize: 1, properties: headers.toString('hex') });
    expect(read.body.toString()).to.equal('x');
  });

  describe('the slab', () => {
    it('gathers the frames of a turn until they are flushed', () => {
      const wire = new Wire();
      const writer = new FrameWriter(wire.write);
      writer.ack(1, 1, false);
      writer.heartbeat();
      expect(wire.handed).to.have.length(0);
      expect(writer.pendingBytes).to.equal(29);
      expect(writer.flush()).to.equal(true);
      expect(wire.handed).to.have.length(1);
      expect(writer.pendingBytes).to.equal(0);
    });

    it('is not handed over when nothing is pending', () => {
      const wire = new Wire(() => false);
      const writer = new FrameWriter(wire.write);
      expect(writer.flush()).to.equal(true);
      expect(wire.handed).to.have.length(0);
    });

    it('is used from its start again when its bytes have left', () => {
      const wire = new Wire(() => true);
      const writer = new FrameWriter(wire.write);
      for (let turn = 0; turn < 3; turn++) {
        writer.heartbeat();
        expect(writer.flush()).to.equal(true);
      }
      const places = wire.handed.map((bytes) => [bytes.byteOffset, bytes.buffer]);
      expect(places[1]).to.deep.equal(places[0]);
      expect(places[2]).to.deep.equal(places[0]);
    });

    it('is used further on when its bytes are kept', () => {
      const wire = new Wire(() => false);
      const writer = new FrameWriter(wire.write);
      for (let turn = 0; turn < 3; turn++) {
        writer.heartbeat();
        expect(writer.flush()).to.equal(false);
      }
      expect(wire.handed.map((bytes) => bytes.byteOffset)).to.deep.equal([0, 8, 16]);
    });

    it('is replaced when it is full of bytes that are kept', () => {
      const wire = new Wire(() => false);
      const writer = new FrameWriter(wire.write, 64);
      for (let tag = 1; tag <= 12; tag++) writer.ack(1, tag, false);
      writer.flush();
      expect(new Set(wire.handed.map((bytes) => bytes.buffer)).size).to.be.greaterThan(2);
      const acks = Array.from({ length: 12 }, (_, index) => ({
        channel: 1,
        name: 'basic.ack',
        args: { deliveryTag: index + 1, multiple: false },
      }));
      expect(ReadBack.of(wire.bytes).frames).to.deep.equal(acks);
    });

    it('starts small, grows with what a turn writes, and stays within its bound', () => {
      const wire = new Wire(() => true);
      const writer = new FrameWriter(wire.write);
      writer.frameMax = 1 << 20;
      writer.heartbeat();
      writer.flush();
      const of = contentOf(Buffer.alloc(1000));
      for (let tag = 1; tag <= 400; tag++) deliver(writer, tag, of);
      const large = contentOf(Buffer.alloc(200_000));
      deliver(writer, 401, large);
      writer.flush();
      const slabs = wire.handed.filter((bytes) => bytes.buffer !== large.content.buffer);
      const sizes = slabs.map((bytes) => bytes.buffer.byteLength);
      expect(sizes[0]).to.equal(4096);
      expect(Math.max(...sizes)).to.equal(65536);
    });
  });

  it('writes the same bytes whatever its slab and whether they leave or are kept', () => {
    const step = fc.record({
      kind: fc.constantFrom('deliver', 'getOk', 'returned', 'ack', 'method', 'flush'),
      bodySize: fc.oneof(fc.nat(100), fc.nat(5000), fc.integer({ min: 16_000, max: 40_000 })),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 12 }),
        fc.integer({ min: 16, max: 5000 }),
        fc.constantFrom(4096, 20_000, 131_072),
        fc.nat(),
        (steps, slabSize, frameMax, answers) => {
          const random = new SeededRandom(seedOfRun() + answers);
          const expected = new Wire(() => true);
          const actual = new Wire(() => random.below(2) === 1);
          for (const [wire, size] of [
            [expected, 1 << 20],
            [actual, slabSize],
          ] as const) {
            const writer = new FrameWriter(wire.write, size);
            writer.frameMax = frameMax;
            for (const { kind, bodySize } of steps) write(writer, kind, bodySize);
            writer.flush();
          }
          expect(actual.bytes.equals(expected.bytes)).to.equal(true);
          expect(ReadBack.of(actual.bytes).frames.length).to.be.at.least(
            steps.length - flushes(steps),
          );
        },
      ),
      seeded(150),
    );
  });
});

function flushes(steps: readonly { kind: string }[]): number {
  return steps.filter(({ kind }) => kind === 'flush').length;
}

function write(writer: FrameWriter, kind: string, bodySize: number): void {
  const of = contentOf(Buffer.alloc(bodySize, bodySize & 0xff));
  switch (kind) {
    case 'deliver':
      return deliver(writer, bodySize, of);
    case 'getOk':
      return writer.getOk(1, 2, true, 3, of.content, of.propertiesStart, of.bodyStart);
    case 'returned':
      return writer.returned(1, 312, 'NO_ROUTE', of.content, of.propertiesStart, of.bodyStart);
    case 'ack':
      return writer.ack(2, bodySize, true);
    case 'method':
      return writer.method(1, 'channel.open-ok', {});
    case 'flush':
      writer.flush();
  }
}
