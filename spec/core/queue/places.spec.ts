import { expect } from 'chai';
import { QueueEntry } from '../../../src/core/queue/entry.js';
import { Places } from '../../../src/core/queue/places.js';
import { message, QueueYard } from '../../support/core-builders.js';

const queue = new QueueYard().declare('q');
const entry = (sequence: number): QueueEntry => new QueueEntry(queue, message(), sequence);

describe('Places in a list of entries', () => {
  it('are found by what is nearest, before or behind', () => {
    const [first, second, third] = [entry(10), entry(20), entry(30)];
    const places = new Places();
    expect(places.nearest(20)).to.equal(undefined);
    places.note(first);
    places.note(third);
    expect(places.nearest(12)).to.equal(first);
    expect(places.nearest(22)).to.equal(third);
    expect(places.nearest(22, second, undefined)).to.equal(second);
  });

  it('are none where the entry has left, or has come back to stand elsewhere', () => {
    const [taken, returned, here] = [entry(20), entry(21), entry(90)];
    const places = new Places();
    for (const one of [taken, returned, here]) places.note(one);
    taken.state = 'unsettled';
    returned.heapIndex = 0;
    expect(places.nearest(20)).to.equal(here);
  });

  it('are a few, of which the oldest gives way', () => {
    const places = new Places();
    const entries = Array.from({ length: 40 }, (_, index) => entry(index + 1));
    for (const one of entries) places.note(one);
    expect(places.nearest(1)?.sequence).to.equal(9);
    expect(places.nearest(40)?.sequence).to.equal(40);
  });
});
