import { expect } from 'chai';
import { readdressed, relocate } from '../../../src/core/replay/relocation.js';
import { bodyOf, fields, message, QueueYard } from '../../support/core-builders.js';

describe('A message with another address', () => {
  it('keeps its headers, its time to live and its body, and no further keys', () => {
    const headers = fields({ a: 1 });
    const sent = message({ headers, ttlMs: 5, body: 'hi', extraKeys: ['k'], persistent: true });
    const copy = readdressed(sent, 'x', 'key');
    expect(copy).to.include({ exchange: 'x', routingKey: 'key', ttlMs: 5, persistent: true });
    expect([copy.extraKeys, bodyOf(copy)]).to.eql([[], 'hi']);
    expect([...copy.format.headers(copy)]).to.eql([...headers]);
  });
});

describe('A message that leaves its queue for others', () => {
  const yard = new QueueYard();
  const full = yard.declare('full', {
    arguments: fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' }),
  });

  it('is in all of them, and not where it was', () => {
    const [from, a, b] = ['from', 'a', 'b'].map((name) => yard.declare(name));
    if (from === undefined || a === undefined || b === undefined) throw new Error('three');
    from.enqueue(message());
    const entry = from.readyEntry(1);
    expect(entry && relocate(entry, message(), [a, b])).to.equal(true);
    expect([from, a, b].map(({ messageCount }) => messageCount)).to.eql([0, 1, 1]);
    expect(entry && relocate(entry, message(), [a, b])).to.equal(false);
    expect(a.messageCount).to.equal(1);
  });

  it('stays where it is, and only there, if one of them has no room or there is none', () => {
    const [from, other] = [yard.declare('from'), yard.declare('other')];
    from.enqueue(message());
    const entry = from.readyEntry(1);
    for (const targets of [[other, full], [full, other], []]) {
      expect(entry && relocate(entry, message(), targets)).to.equal(false);
    }
    expect([from.messageCount, other.messageCount]).to.eql([1, 0]);
  });

  it('goes nowhere once its queue has gone', () => {
    const [from, other] = [yard.declare('from'), yard.declare('other')];
    from.enqueue(message());
    const entry = from.readyEntry(1);
    yard.delete(from);
    expect(entry && relocate(entry, message(), [other])).to.equal(false);
    expect(other.messageCount).to.equal(0);
  });
});
