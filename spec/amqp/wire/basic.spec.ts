import { expect } from 'chai';
import {
  AckArguments,
  GetArguments,
  NameCache,
  PublishArguments,
  methodId,
  readAck,
  readGet,
  readNack,
  readPublish,
  readReject,
} from '../../../src/amqp/wire/basic.js';
import { BASIC_NACK } from '../../../src/amqp/wire/constants.js';
import type { MalformedFrame } from '../../../src/amqp/wire/malformed.js';
import { encodeMethod, readMethod } from '../../../src/amqp/wire/methods.js';
import { SeededRandom } from '../../support/seed.js';
import { hex, malformedBy, withByteOffset } from './frames.js';

const CASES_PER_METHOD = 2000;

const PUBLISH = encodeMethod('basic.publish', {
  exchange: 'orders',
  routingKey: 'eu.created',
  mandatory: true,
  immediate: false,
});

const names = new NameCache(8);
const publish = new PublishArguments();
const ack = new AckArguments();
const get = new GetArguments();

/** Each hot reader, and what it should have found by the words of the grammar. */
const READERS = [
  {
    name: 'basic.publish',
    id: hex('003c 0028'),
    read(buffer: Buffer, start: number, end: number): object {
      readPublish(buffer, start, end, publish, names);
      const { exchange, routingKey, mandatory, immediate } = publish;
      return { exchange, routingKey, mandatory, immediate };
    },
    arguments: (random: SeededRandom) =>
      Buffer.concat([random.bytes(2), name(random), name(random), random.bytes(1)]),
  },
  {
    name: 'basic.ack',
    id: hex('003c 0050'),
    read(buffer: Buffer, start: number, end: number): object {
      readAck(buffer, start, end, ack);
      return { deliveryTag: ack.deliveryTag, multiple: ack.multiple };
    },
    arguments: tagAndBits,
  },
  {
    name: 'basic.nack',
    id: hex('003c 0078'),
    read(buffer: Buffer, start: number, end: number): object {
      readNack(buffer, start, end, ack);
      return { ...ack };
    },
    arguments: tagAndBits,
  },
  {
    name: 'basic.reject',
    id: hex('003c 005a'),
    read(buffer: Buffer, start: number, end: number): object {
      readReject(buffer, start, end, ack);
      return { deliveryTag: ack.deliveryTag, requeue: ack.requeue };
    },
    arguments: tagAndBits,
  },
  {
    name: 'basic.get',
    id: hex('003c 0046'),
    read(buffer: Buffer, start: number, end: number): object {
      readGet(buffer, start, end, get);
      return { ...get };
    },
    arguments: (random: SeededRandom) =>
      Buffer.concat([random.bytes(2), name(random), random.bytes(1)]),
  },
] as const;

/** A short string: mostly text, sometimes octets that are none. */
function name(random: SeededRandom): Buffer {
  const size = random.pick([0, 1, 5, 20, 63, 64, 65, 255]);
  const octets = random.below(8) === 0 ? random.bytes(size) : Buffer.alloc(size, 0x61);
  return Buffer.concat([Buffer.from([size]), octets]);
}

function tagAndBits(random: SeededRandom): Buffer {
  const tag = Buffer.alloc(8);
  random.bytes(random.below(9)).copy(tag, random.below(8));
  return Buffer.concat([tag, random.bytes(1)]);
}

/** Mostly as it should be, sometimes cut short, prolonged or changed. */
function damaged(random: SeededRandom, bytes: Buffer): Buffer {
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 1:
      return Buffer.concat([bytes, random.bytes(1 + random.below(3))]);
    case 2:
      bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    default:
      return bytes;
  }
}

describe('the readers of class basic', () => {
  for (const reader of READERS) {
    it(`find in ${reader.name} what the grammar finds, and refuse what it refuses`, function () {
      this.timeout(20_000);
      const random = new SeededRandom();
      let faultCount = 0;
      for (let count = 0; count < CASES_PER_METHOD; count++) {
        const payload = Buffer.concat([reader.id, damaged(random, reader.arguments(random))]);
        const start = random.below(5);
        const end = start + payload.length;
        // Further octets behind the frame must not be taken for a part of it.
        const buffer = withByteOffset(
          Buffer.concat([random.bytes(start), payload, random.bytes(9)]),
          random.below(9),
        );
        let found: object | undefined;
        let expected: object | undefined;
        const fault = malformedBy(() => (found = reader.read(buffer, start, end)));
        const grammarFault = malformedBy(() => (expected = readMethod(buffer, start, end).args));
        const context = payload.toString('hex');
        expect(described(fault), context).to.deep.equal(described(grammarFault));
        if (fault === undefined) expect(found, context).to.deep.equal(expected);
        else faultCount++;
      }
      expect(faultCount).to.be.within(CASES_PER_METHOD / 10, CASES_PER_METHOD / 2);
    });
  }
});

function described(fault: MalformedFrame | undefined): object | undefined {
  if (fault === undefined) return undefined;
  const { replyCode, message, classId, methodId } = fault;
  return { replyCode, message, classId, methodId };
}

describe('readPublish', () => {
  it('tells where the names lie, so that they can be copied as they came', () => {
    const buffer = withByteOffset(Buffer.concat([hex('ffff'), PUBLISH]), 3);
    readPublish(buffer, 2, buffer.length, publish, names);
    const raw = buffer.subarray(publish.namesStart, publish.namesEnd);
    expect(raw.toString('latin1')).to.equal('\x06orders\x0aeu.created');
  });

  it('leaves nothing of the publish before', () => {
    readPublish(PUBLISH, 0, PUBLISH.length, publish, names);
    const empty = hex('003c 0028 0000 00 00 00');
    readPublish(empty, 0, empty.length, publish, names);
    expect(publish).to.include({
      exchange: '',
      routingKey: '',
      mandatory: false,
      immediate: false,
    });
  });

  it('gives the texts that RabbitMQ gives', () => {
    const fault = malformedBy(() => readPublish(PUBLISH, 0, 9, publish, names));
    expect(fault).to.include({
      replyCode: 501,
      message: 'cannot decode <<0,0,6,111,114>>',
      classId: 60,
      methodId: 40,
    });
  });
});

describe('delivery tags', () => {
  it('are exact up to 2^53 - 1; larger ones, which nobody was given, are that number', () => {
    for (const [tag, expected] of [
      ['0000000100000000', 2 ** 32],
      ['001fffffffffffff', Number.MAX_SAFE_INTEGER],
      ['0020000000000000', Number.MAX_SAFE_INTEGER],
      ['ffffffffffffffff', Number.MAX_SAFE_INTEGER],
    ] as const) {
      const bytes = hex(`003c 0050 ${tag} 00`);
      readAck(bytes, 0, bytes.length, ack);
      expect(ack.deliveryTag).to.equal(expected);
    }
  });
});

describe('AckArguments', () => {
  it('keep nothing of the method before', () => {
    const nack = hex('003c 0078 0000000000000001 03');
    const plain = hex('003c 0050 0000000000000002 00');
    readNack(nack, 0, nack.length, ack);
    readAck(plain, 0, plain.length, ack);
    expect(ack).to.include({ deliveryTag: 2, multiple: false, requeue: false });
    readNack(nack, 0, nack.length, ack);
    const reject = hex('003c 005a 0000000000000003 00');
    readReject(reject, 0, reject.length, ack);
    expect(ack).to.include({ deliveryTag: 3, multiple: false, requeue: false });
  });
});

describe('methodId', () => {
  it('is class id and method id in one number', () => {
    expect(methodId(hex('ff 003c 0078'), 1)).to.equal(BASIC_NACK);
  });
});
