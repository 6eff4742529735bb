/// <reference path="../../../src/amqp/wire/binary-parser.d.ts" />
import { Parser } from 'binary-parser';
import { expect } from 'chai';
import { HeaderScratch, readHeader } from '../../../src/amqp/wire/content-header.js';
import { skipTable } from '../../../src/amqp/wire/field-table.js';
import { encodeProperties } from '../../../src/amqp/wire/properties.js';
import { SeededRandom } from '../../support/seed.js';
import { ALL_PROPERTIES, ONE_OF_EACH } from './fields.js';
import { contentHeader, hex, malformedBy, withByteOffset } from './frames.js';

const CASES = 3000;

/** Name and kind of each property, in the order of the flags. */
const PROPERTIES = [
  ['contentType', 'shortstr'],
  ['contentEncoding', 'shortstr'],
  ['headers', 'table'],
  ['deliveryMode', 'octet'],
  ['priority', 'octet'],
  ['correlationId', 'shortstr'],
  ['replyTo', 'shortstr'],
  ['expiration', 'shortstr'],
  ['messageId', 'shortstr'],
  ['timestamp', 'timestamp'],
  ['type', 'shortstr'],
  ['userId', 'shortstr'],
  ['appId', 'shortstr'],
  ['clusterId', 'shortstr'],
] as const;

/** By flag word; compiling one takes longer than parsing a hundred lists. */
const GRAMMARS = new Map<number, Parser>();

/**
 * A grammar for the property list that these flags announce; it notes each property's offset and
 * size.
 */
function grammarFor(flags: number): Parser {
  const known = GRAMMARS.get(flags);
  if (known !== undefined) return known;
  const grammar = new Parser().endianness('big').uint16('flags');
  for (const [index, [name, kind]] of PROPERTIES.entries()) {
    if ((flags & (0x8000 >> index)) === 0) continue;
    if (kind === 'octet') grammar.uint8(name);
    else if (kind === 'timestamp') grammar.uint64(name);
    else {
      if (kind === 'table') grammar.uint32(`${name}Size`);
      else grammar.uint8(`${name}Size`);
      grammar.saveOffset(`${name}At`).seek(`${name}Size`);
    }
  }
  GRAMMARS.set(flags, grammar.saveOffset('end'));
  return grammar;
}

/**
 * What `readHeader` should note of the list, offsets counted from the flag word; undefined if it is
 * malformed.
 */
function readByGrammar(list: Buffer): object | undefined {
  let parsed;
  try {
    parsed = grammarFor(list.length < 2 ? 0 : list.readUInt16BE(0)).parse(list);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  if (parsed['end'] !== list.length) return undefined;
  const number = (key: string): number => Number(parsed[key] ?? -1);
  const place = (name: string, sizeOctets = 0): [number, number] => {
    if (parsed[`${name}At`] === undefined) return [-1, -1];
    return [number(`${name}At`) - sizeOctets, number(`${name}At`) + number(`${name}Size`)];
  };
  const headers = place('headers', 4);
  if (headers[0] >= 0 && malformedBy(() => skipTable(list, ...headers)) !== undefined) {
    return undefined;
  }
  return {
    flags: number('flags'),
    deliveryMode: number('deliveryMode'),
    priority: number('priority'),
    headers,
    expiration: place('expiration'),
    replyTo: place('replyTo'),
    userId: place('userId'),
  };
}

const scratch = new HeaderScratch();

function readByHand(buffer: Buffer, start: number, end: number): object {
  readHeader(buffer, start, end, scratch);
  const origin = scratch.propertiesStart;
  const place = (from: number, to: number): [number, number] =>
    from === -1 ? [from, to] : [from - origin, to - origin];
  return {
    flags: scratch.flags,
    deliveryMode: scratch.deliveryMode,
    priority: scratch.priority,
    headers: place(scratch.headersStart, scratch.headersEnd),
    expiration: place(scratch.expirationStart, scratch.expirationEnd),
    replyTo: place(scratch.replyToStart, scratch.replyToEnd),
    userId: place(scratch.userIdStart, scratch.userIdEnd),
  };
}

/** A list with a random choice of the properties, sometimes damaged. */
function randomList(random: SeededRandom): Buffer {
  const chosen = Object.entries(ALL_PROPERTIES).filter(() => random.below(3) === 0);
  const list = encodeProperties(Object.fromEntries(chosen));
  switch (random.below(6)) {
    case 0:
      return list.subarray(0, random.below(list.length + 1));
    case 1:
      return Buffer.concat([list, random.bytes(1 + random.below(3))]);
    case 2:
      list[random.below(list.length)] = random.below(256);
      return list;
    default:
      return list;
  }
}

describe('readHeader', () => {
  it('notes the places that a grammar finds, and refuses what it refuses', function () {
    this.timeout(20_000);
    const random = new SeededRandom();
    let faultCount = 0;
    for (let count = 0; count < CASES; count++) {
      const list = randomList(random);
      const start = random.below(5);
      const payload = contentHeader(random.below(1000), list);
      const buffer = withByteOffset(
        Buffer.concat([random.bytes(start), payload, random.bytes(9)]),
        random.below(9),
      );
      const expected = readByGrammar(list);
      let found: object | undefined;
      const fault = malformedBy(() => {
        found = readByHand(buffer, start, start + payload.length);
      });
      const context = list.toString('hex');
      if (expected === undefined) expect(fault, context).to.include({ replyCode: 502 });
      else expect(found, context).to.deep.equal(expected);
      if (fault !== undefined) faultCount++;
    }
    expect(faultCount).to.be.within(CASES / 10, CASES / 2);
  });

  it('gives the texts that routing asks for without their length octets', () => {
    const payload = contentHeader(7, encodeProperties(ALL_PROPERTIES));
    readHeader(payload, 0, payload.length, scratch);
    const text = (start: number, end: number): string => payload.toString('utf8', start, end);
    expect(scratch.bodySize).to.equal(7);
    expect(text(scratch.expirationStart, scratch.expirationEnd)).to.equal('60000');
    expect(text(scratch.replyToStart, scratch.replyToEnd)).to.equal('amq.rabbitmq.reply-to');
    expect(text(scratch.userIdStart, scratch.userIdEnd)).to.equal('guest');
    expect(payload.subarray(scratch.propertiesStart, scratch.propertiesEnd)).to.deep.equal(
      encodeProperties(ALL_PROPERTIES),
    );
  });

  it('leaves nothing of the header before', () => {
    const full = contentHeader(7, encodeProperties({ ...ALL_PROPERTIES, headers: ONE_OF_EACH }));
    readHeader(full, 0, full.length, scratch);
    const empty = contentHeader(0, hex('0000'));
    readHeader(empty, 0, empty.length, scratch);
    expect({ ...scratch }).to.deep.equal({
      ...new HeaderScratch(),
      propertiesStart: 12,
      propertiesEnd: 14,
    });
  });

  it('passes over the two flags that mean no property, as RabbitMQ does', () => {
    const payload = contentHeader(0, hex('1003 02'));
    readHeader(payload, 0, payload.length, scratch);
    expect(scratch.deliveryMode).to.equal(2);
  });

  it('takes a body size of 2^53 - 1 and refuses a larger one with 502', () => {
    const largest = contentHeader(2n ** 53n - 1n, hex('0000'));
    readHeader(largest, 0, largest.length, scratch);
    expect(scratch.bodySize).to.equal(Number.MAX_SAFE_INTEGER);
    for (const size of [2n ** 53n, 2n ** 64n - 1n]) {
      const payload = contentHeader(size, hex('0000'));
      const fault = malformedBy(() => readHeader(payload, 0, payload.length, scratch));
      expect(fault).to.include({ replyCode: 502, classId: 60, methodId: 40 });
    }
  });

  it('answers another class or a weight with 505 and the text of RabbitMQ', () => {
    const expected = 'expected content header for class 60, got ';
    for (const [text, got] of [
      ['003d 0000 0000000000000000 0000', 'one for class 61 instead'],
      ['003c 0001 0000000000000000 0000', 'non content header frame instead'],
    ] as const) {
      const payload = hex(text);
      const fault = malformedBy(() => readHeader(payload, 0, payload.length, scratch));
      expect(fault).to.include({ replyCode: 505, message: expected + got });
    }
  });
});
