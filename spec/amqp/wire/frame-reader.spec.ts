import { expect } from 'chai';
import {
  AckArguments,
  NameCache,
  PublishArguments,
  methodId,
  readAck,
  readPublish,
} from '../../../src/amqp/wire/basic.js';
import { BASIC_ACK, BASIC_PUBLISH } from '../../../src/amqp/wire/constants.js';
import { HeaderScratch, readHeader } from '../../../src/amqp/wire/content-header.js';
import { FrameReader } from '../../../src/amqp/wire/frame-reader.js';
import type { FrameSink } from '../../../src/amqp/wire/frame-reader.js';
import { readMethod } from '../../../src/amqp/wire/methods.js';
import { decodeProperties, encodeProperties } from '../../../src/amqp/wire/properties.js';
import { SeededRandom } from '../../support/seed.js';
import { ALL_PROPERTIES, ONE_OF_EACH } from './fields.js';
import { RecordingSink, contentHeader, frame, hex, malformedBy, withByteOffset } from './frames.js';

// basic.publish to exchange "ex" with key "key", mandatory, and 5 octets of persistent content.
const PUBLISH = hex('01 0001 0000000e 003c 0028 0000 02 6578 03 6b6579 01 ce');
const HEADER = hex('02 0001 0000000f 003c 0000 0000000000000005 1000 02 ce');
const BODY = hex('03 0001 00000005 68656c6c6f ce');
const HEARTBEAT = hex('08 0000 00000000 ce');
// basic.ack of delivery tag 258, multiple, on channel 513.
const ACK = hex('01 0201 0000000d 003c 0050 0000000000000102 01 ce');
// queue.declare of the durable queue "q" with x-max-length 10 (I).
const DECLARE = hex(
  '01 0001 0000001f 0032 000a 0000 01 71 02 00000012 0c 782d6d61782d6c656e677468 49 0000000a ce',
);
const EMPTY_BODY = hex('03 0001 00000000 ce');

const STREAM = Buffer.concat([DECLARE, PUBLISH, HEADER, BODY, HEARTBEAT, ACK, EMPTY_BODY, PUBLISH]);
const FRAMES = [
  '1/1/0032000a0000017102000000120c782d6d61782d6c656e677468490000000a',
  '1/1/003c00280000026578036b657901',
  '2/1/003c00000000000000000005100002',
  '3/1/68656c6c6f',
  '8/0/',
  '1/513/003c0050000000000000010201',
  '3/1/',
  '1/1/003c00280000026578036b657901',
];

function framesOf(chunks: readonly Buffer[], frameMax = 4096): string[] {
  const sink = new RecordingSink();
  const reader = new FrameReader(sink, frameMax);
  for (const chunk of chunks) reader.push(chunk);
  return sink.frames;
}

describe('FrameReader', () => {
  it('cuts a stream into frames', () => {
    expect(framesOf([STREAM])).to.deep.equal(FRAMES);
  });

  it('gives the same frames wherever the stream is split in two', () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const chunks = [STREAM.subarray(0, at), STREAM.subarray(at)];
      expect(framesOf(chunks), `split at ${at}`).to.deep.equal(FRAMES);
    }
  });

  it('gives the same frames wherever the stream is split in three', () => {
    for (let first = 0; first <= STREAM.length; first += 3) {
      for (let second = first; second <= STREAM.length; second++) {
        const chunks = [STREAM.subarray(0, first), STREAM.subarray(first, second)];
        chunks.push(STREAM.subarray(second));
        expect(framesOf(chunks), `split at ${first} and ${second}`).to.deep.equal(FRAMES);
      }
    }
  });

  it('gives the same frames octet by octet', () => {
    const octets = Array.from(STREAM, (octet) => Buffer.from([octet]));
    expect(framesOf(octets)).to.deep.equal(FRAMES);
  });

  it('reads chunks that do not begin at the start of their memory', () => {
    for (let at = 0; at <= STREAM.length; at++) {
      const chunks = [
        withByteOffset(STREAM.subarray(0, at), 5),
        withByteOffset(STREAM.subarray(at), 8),
      ];
      expect(framesOf(chunks), `split at ${at}`).to.deep.equal(FRAMES);
    }
  });

  it('does not copy a frame that a chunk holds whole', () => {
    let given: Buffer | undefined;
    const sink = new RecordingSink();
    sink.onBody = (_channel, buffer) => {
      given = buffer;
    };
    new FrameReader(sink, 4096).push(BODY);
    expect(given).to.equal(BODY);
  });

  describe('frame size', () => {
    it('accepts a frame of frame-max, and the slack of 8 octets that RabbitMQ grants', () => {
      for (const size of [4096 - 8, 4096]) {
        const bytes = frame(3, 1, Buffer.alloc(size));
        expect(framesOf([bytes])).to.have.length(1);
        expect(framesOf([bytes.subarray(0, 9), bytes.subarray(9)])).to.have.length(1);
      }
    });

    it('refuses a larger one by its header alone', () => {
      const sink = new RecordingSink();
      const fault = malformedBy(() => {
        new FrameReader(sink, 4096).push(hex('03 0001 00001001'));
      });
      expect(fault).to.include({
        replyCode: 501,
        message: 'type 3, all octets = <<>>: {frame_too_large,4097,4088}',
      });
    });

    it('refuses a larger one when its header comes in pieces', () => {
      const reader = new FrameReader(new RecordingSink(), 4096);
      reader.push(hex('03 0001 0000'));
      expect(malformedBy(() => reader.push(hex('1001')))?.replyCode).to.equal(501);
    });

    it('follows a frame-max that is agreed in the middle of a chunk', () => {
      const sink = new RecordingSink();
      const reader = new FrameReader(sink, 4096);
      sink.onMethod = () => {
        reader.frameMax = 131072;
      };
      reader.push(Buffer.concat([ACK, frame(3, 1, Buffer.alloc(100_000))]));
      expect(sink.frames).to.have.length(1);
      expect(reader.frameMax).to.equal(131072);
    });
  });

  describe('faults', () => {
    const cases: readonly (readonly [string, Buffer, number, string])[] = [
      [
        'a wrong end octet',
        hex('01 0001 00000004 003c0050 cd'),
        501,
        'type 1, all octets = <<0,60,0,80>>: {invalid_frame_end_marker,205}',
      ],
      [
        'an unknown frame type',
        frame(9, 0, Buffer.from('hello world, this is long')),
        501,
        'type 9, first 16 octets = <<"hello world, thi">>: unknown_frame',
      ],
      [
        'a method without room for its id',
        frame(1, 1, hex('003c00')),
        501,
        'type 1, all octets = <<0,60,0>>: unknown_frame',
      ],
      [
        'a content header without room for its size',
        frame(2, 1, hex('003c 0000 00000000000000')),
        501,
        'type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0>>: unknown_frame',
      ],
      [
        'a heartbeat with a payload',
        frame(8, 0, hex('01')),
        501,
        'type 8, all octets = <<1>>: unknown_frame',
      ],
      [
        'a heartbeat on a channel other than 0',
        frame(8, 1, hex('')),
        505,
        'type 8, all octets = <<>>',
      ],
    ];
    for (const [name, bytes, replyCode, message] of cases) {
      it(`answers ${name} with ${replyCode} and RabbitMQ's text, whole and split`, () => {
        for (let at = 0; at <= bytes.length; at++) {
          const reader = new FrameReader(new RecordingSink(), 4096);
          const fault = malformedBy(() => {
            reader.push(bytes.subarray(0, at));
            reader.push(bytes.subarray(at));
          });
          expect(fault, `split at ${at}`).to.include({ replyCode, message });
        }
      });
    }

    it('hands over what stood before the fault', () => {
      const sink = new RecordingSink();
      const reader = new FrameReader(sink, 4096);
      malformedBy(() => reader.push(Buffer.concat([ACK, hex('09 0000 00000000 ce')])));
      expect(sink.frames).to.have.length(1);
    });
  });

  describe('stop', () => {
    it('ends a push under way after the current frame', () => {
      const sink = new RecordingSink();
      const reader = new FrameReader(sink, 4096);
      sink.onHeartbeat = () => reader.stop();
      reader.push(STREAM);
      expect(sink.frames).to.deep.equal(FRAMES.slice(0, 4));
    });

    it('ends reading when the frame came in pieces', () => {
      const sink = new RecordingSink();
      const reader = new FrameReader(sink, 4096);
      sink.onHeartbeat = () => reader.stop();
      reader.push(HEARTBEAT.subarray(0, 3));
      reader.push(Buffer.concat([HEARTBEAT.subarray(3), ACK]));
      expect(sink.frames).to.deep.equal([]);
    });

    it('makes every later push do nothing', () => {
      const sink = new RecordingSink();
      const reader = new FrameReader(sink, 4096);
      reader.push(ACK.subarray(0, 10));
      reader.stop();
      reader.push(ACK.subarray(10));
      reader.push(hex('ffffffffffffffffffff'));
      expect(sink.frames).to.deep.equal([]);
    });
  });
});

/** Reads everything that a frame can be read as, like a connection that believes its peer. */
class BelievingSink implements FrameSink {
  frameCount = 0;
  readonly #names = new NameCache(16);
  readonly #publish = new PublishArguments();
  readonly #ack = new AckArguments();
  readonly #header = new HeaderScratch();

  onMethod(_channel: number, buffer: Buffer, start: number, end: number): void {
    this.frameCount++;
    const id = methodId(buffer, start);
    if (id === BASIC_PUBLISH) readPublish(buffer, start, end, this.#publish, this.#names);
    else if (id === BASIC_ACK) readAck(buffer, start, end, this.#ack);
    readMethod(buffer, start, end);
  }

  onHeader(_channel: number, buffer: Buffer, start: number, end: number): void {
    this.frameCount++;
    const header = this.#header;
    readHeader(buffer, start, end, header);
    decodeProperties(buffer, header.propertiesStart, header.propertiesEnd);
  }

  onBody(): void {
    this.frameCount++;
  }

  onHeartbeat(): void {
    this.frameCount++;
  }
}

const FUZZ_FRAMES = Number(process.env['FUZZ_FRAMES'] ?? 50_000);

// All properties, with a header of each type and a table within a table.
const RICH_LIST = encodeProperties({
  ...ALL_PROPERTIES,
  headers: new Map([...ONE_OF_EACH, ['table', { type: 'F', value: ONE_OF_EACH }]]),
});
const RICH_HEADER = frame(2, 1, contentHeader(5, RICH_LIST));

describe('the codec under mutated frames', () => {
  const originals = [DECLARE, PUBLISH, HEADER, BODY, HEARTBEAT, ACK, EMPTY_BODY, RICH_HEADER];

  it('reads its originals', () => {
    const sink = new BelievingSink();
    new FrameReader(sink, 4096).push(Buffer.concat(originals));
    expect(sink.frameCount).to.equal(originals.length);
  });

  it(`ends in frames or in MalformedFrame, and in nothing else`, function () {
    this.timeout(60_000 + FUZZ_FRAMES);
    const random = new SeededRandom();
    let faultCount = 0;
    let frameCount = 0;
    for (let mutated = 0; mutated < FUZZ_FRAMES; mutated += originals.length) {
      const sink = new BelievingSink();
      const reader = new FrameReader(sink, 4096);
      const bytes = mutate(random, Buffer.concat(originals.map(() => random.pick(originals))));
      const fault = malformedBy(() => pushInPieces(random, reader, bytes));
      if (fault !== undefined) {
        faultCount++;
        expect([501, 502, 503, 505]).to.include(fault.replyCode);
      }
      frameCount += sink.frameCount;
    }
    // Were all refused, or none, then this would test nothing.
    expect(faultCount).to.be.greaterThan(FUZZ_FRAMES / 100);
    expect(frameCount).to.be.greaterThan(FUZZ_FRAMES / 10);
  });
});

function mutate(random: SeededRandom, bytes: Buffer): Buffer {
  for (let count = random.below(4); count >= 0; count--) {
    const at = random.below(bytes.length);
    switch (random.below(4)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 2:
        bytes[at] = random.pick([0, 1, 0x7f, 0x80, 0xff]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), random.bytes(2), bytes.subarray(at + 1)]);
        break;
    }
  }
  return bytes;
}

function pushInPieces(random: SeededRandom, reader: FrameReader, bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) {
    const next = Math.min(bytes.length, at + 1 + random.below(random.pick([8, 40, 400])));
    reader.push(withByteOffset(bytes.subarray(at, next), random.below(9)));
    at = next;
  }
}
