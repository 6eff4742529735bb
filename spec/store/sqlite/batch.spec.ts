import { expect } from 'chai';
import fc from 'fast-check';
import type { MessageNote } from '../../../src/core/store.js';
import {
  APPEND,
  BatchReader,
  BatchWriter,
  DEFINE,
  NOTE,
  SETTLE,
  UNDEFINE,
} from '../../../src/store/sqlite/batch.js';
import { seedOfRun } from '../../support/seed.js';

interface Append {
  readonly kind: typeof APPEND;
  readonly queueId: number;
  readonly sequence: number;
  readonly expiresAt: number;
  readonly content: Uint8Array;
  readonly propertiesStart: number;
  readonly bodyStart: number;
}

interface Noted {
  readonly queueId: number;
  readonly sequence: number;
  readonly note: MessageNote;
}

const seed = seedOfRun();

describe('a batch', () => {
  it('gives back every append, byte for byte', () => {
    check(
      fc.property(fc.array(appends(), { maxLength: 200 }), (sent) => {
        const writer = new BatchWriter(1);
        for (const each of sent) {
          writer.append(each.queueId, each.sequence, each, each.expiresAt, 1);
        }
        expect(writer.last).to.equal(sent.length);
        expect(read(writer.finish())).to.deep.equal(sent);
      }),
    );
  });

  it('gives back definitions, whatever their text', () => {
    const codeUnits = fc.array(fc.uint16Array({ maxLength: 100 }), { maxLength: 10 });
    check(
      fc.property(codeUnits, (values) => {
        const texts = values.map((value) => JSON.stringify(String.fromCharCode(...value)));
        const writer = new BatchWriter(1);
        texts.forEach((text, index) => writer.define(index % 2 === 0 ? DEFINE : UNDEFINE, text));
        const reader = new BatchReader();
        reader.open(writer.finish());
        for (const text of texts) {
          expect(reader.next()).to.equal(true);
          expect(reader.bytes.toString('utf8', reader.start, reader.end)).to.equal(text);
        }
        expect(reader.next()).to.equal(false);
      }),
    );
  });

  it('gives back notes, the latest of each message once', () => {
    const note = { returnCount: 1, notBefore: 2 ** 41, dying: undefined };
    const writer = new BatchWriter(5);
    writer.annotate(1, 1, note, 0);
    writer.annotate(1, 2, note, 0);
    writer.annotate(1, 1, { ...note, returnCount: 2, dying: 'maxlen' }, 5);
    expect([writer.last, writer.liveCount]).to.deep.equal([7, 2]);
    expect(notesIn(writer.finish())).to.deep.equal([
      { queueId: 1, sequence: 1, note: { ...note, returnCount: 2, dying: 'maxlen' } },
      { queueId: 1, sequence: 2, note },
    ]);
  });

  it('writes a note over no other change, and over none that is not in it', () => {
    const note = { returnCount: 1, notBefore: 0, dying: undefined };
    const writer = new BatchWriter(5);
    writer.annotate(1, 1, note, 4);
    writer.settle(1, 9);
    writer.skip();
    for (const earlier of [5, 6, 7]) writer.annotate(1, 2, note, earlier);
    expect(notesIn(writer.finish()).map(({ sequence }) => sequence)).to.deep.equal([1, 2, 2, 2]);
  });

  it('strikes an append that was noted since', () => {
    const writer = new BatchWriter(1);
    const note = { returnCount: 1, notBefore: 0, dying: undefined };
    writer.append(1, 1, { content: Buffer.alloc(4), propertiesStart: 2, bodyStart: 4 }, 0);
    writer.annotate(1, 1, note, 0);
    expect(writer.strike(1, 1, 1)).to.equal(true);
    expect(notesIn(writer.finish())).to.have.lengthOf(1);
  });

  it('grows for one message that is larger than it', () => {
    const writer = new BatchWriter(1);
    const content = Buffer.alloc(1_000_000, 'x');
    writer.append(1, 1, { content, propertiesStart: 2, bodyStart: 4 }, 0);
    expect(read(writer.finish())[0]?.content.length).to.equal(1_000_000);
  });

  it('leaves out what was struck, and knows that it has nothing to wait for', () => {
    const writer = new BatchWriter(11);
    for (const sequence of [1, 2, 3]) writer.append(5, sequence, contentOf(sequence), 0);
    expect(writer.strike(12, 5, 2)).to.equal(true);
    expect(writer.liveCount).to.equal(2);
    expect([11, 12, 13].map((position) => writer.isSkipped(position))).to.deep.equal([
      false,
      true,
      false,
    ]);
    expect(read(writer.finish()).map((each) => each.sequence)).to.deep.equal([1, 3]);
  });

  it('strikes nothing twice', () => {
    const writer = new BatchWriter(1);
    writer.append(5, 1, contentOf(1), 0);
    writer.strike(1, 5, 1);
    expect(writer.strike(1, 5, 1)).to.equal(false);
    expect(writer.liveCount).to.equal(0);
  });

  it('does not strike another message than the one that was meant', () => {
    const writer = new BatchWriter(1);
    writer.append(5, 1, contentOf(1), 0);
    expect(() => writer.strike(1, 5, 2)).to.throw('not the append of message 2');
    expect(() => writer.strike(1, 6, 1)).to.throw('not the append of message 1 of queue 6');
  });

  it('gathers the settles of a queue in a row, though others stand between them', () => {
    const writer = new BatchWriter(1);
    for (const sequence of [4, 5, 6, 8]) {
      writer.settle(1, sequence);
      writer.settle(2, sequence * 10);
    }
    expect(writer.last).to.equal(8);
    expect(writer.liveCount).to.equal(6);
    const reader = new BatchReader();
    reader.open(writer.finish());
    const ranges: number[][] = [];
    while (reader.next()) {
      expect(reader.kind).to.equal(SETTLE);
      ranges.push([reader.queueId, reader.firstSequence, reader.lastSequence]);
    }
    expect(ranges.filter(([queue]) => queue === 1)).to.deep.equal([
      [1, 4, 6],
      [1, 8, 8],
    ]);
    expect(ranges.filter(([queue]) => queue === 2)).to.have.lengthOf(4);
  });

  it('begins anew after a reset, with nothing of before', () => {
    const writer = new BatchWriter(1);
    writer.settle(1, 1);
    writer.append(1, 9, contentOf(3), 0);
    writer.reset(100);
    expect({ last: writer.last, live: writer.liveCount }).to.deep.equal({ last: 99, live: 0 });
    writer.settle(1, 2);
    expect(writer.last).to.equal(100);
    const reader = new BatchReader();
    reader.open(writer.finish());
    expect(reader.next()).to.equal(true);
    expect(reader.firstSequence).to.equal(2);
    expect(reader.next()).to.equal(false);
  });

  it('is read within its bounds or refused, whatever happened to its bytes', () => {
    const flips = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { minLength: 1, maxLength: 20 });
    check(
      fc.property(flips, (changes) => {
        const writer = new BatchWriter(1);
        for (const sequence of [1, 2, 3]) writer.append(5, sequence, contentOf(sequence), 0);
        writer.settle(5, 9);
        writer.define(DEFINE, '["queue"]');
        const buffer = writer.finish().slice(0, 400);
        const bytes = new Uint8Array(buffer);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        try {
          const reader = new BatchReader();
          reader.open(buffer);
          while (reader.next()) expect(reader.end).to.be.at.most(buffer.byteLength);
        } catch (error) {
          expect(String(error)).to.equal('RangeError: a batch is damaged');
        }
      }),
    );
  });
});

function check<Inputs>(property: fc.IProperty<Inputs>): void {
  fc.assert(property, { seed, numRuns: 200 });
}

function contentOf(size: number): Pick<Append, 'content' | 'propertiesStart' | 'bodyStart'> {
  return { content: Buffer.alloc(size + 4, size), propertiesStart: 2, bodyStart: 4 };
}

function appends(): fc.Arbitrary<Append> {
  const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  return fc
    .record({
      queueId: number,
      sequence: number,
      expiresAt: number,
      content: fc.uint8Array({ maxLength: 2_000 }),
      cuts: fc.tuple(fc.nat(2_000), fc.nat(2_000)),
    })
    .map(({ cuts, ...rest }) => {
      const [a, b] = cuts.map((cut) => Math.min(cut, rest.content.length));
      const [propertiesStart, bodyStart] = [Math.min(a ?? 0, b ?? 0), Math.max(a ?? 0, b ?? 0)];
      return { kind: APPEND, ...rest, propertiesStart, bodyStart };
    });
}

function read(buffer: SharedArrayBuffer): Append[] {
  const reader = new BatchReader();
  reader.open(buffer);
  const found: Append[] = [];
  while (reader.next()) {
    expect(reader.kind).to.equal(APPEND);
    const { queueId, sequence, expiresAt, propertiesStart, bodyStart, start, end } = reader;
    const content = Uint8Array.from(reader.bytes.subarray(start, end));
    found.push({ kind: APPEND, queueId, sequence, expiresAt, content, propertiesStart, bodyStart });
  }
  return found;
}

function notesIn(buffer: SharedArrayBuffer): Noted[] {
  const reader = new BatchReader();
  reader.open(buffer);
  const notes: Noted[] = [];
  while (reader.next()) {
    const { kind, queueId, sequence, note } = reader;
    if (kind === NOTE) notes.push({ queueId, sequence, note });
  }
  return notes;
}
