import { expect } from 'chai';
import { readColumns } from '../../../src/management/lists/columns.js';
import { statsPicker } from '../../../src/management/rates/stats-picker.js';
import { Track } from '../../../src/management/rates/track.js';

describe('A few of many statistics', () => {
  let numbers: number[];
  const track = new Track({
    names: ['publish', 'ack', 'get'],
    things: () => ['thing'],
    read: () => numbers,
  });
  const picked = (columns: string) =>
    statsPicker(track, [['publish'], ['ack', 'get']], readColumns(columns), undefined);

  it('are counters and rates, without the groups of which nothing has happened', () => {
    const look = (at: number, ...now: number[]): void => {
      numbers = now;
      for (const _ of track.look(at)) continue;
    };
    look(5_000, 0, 0, 0);
    const picker = picked('publish,publish_details.rate,ack_details.rate');
    expect(picker?.('thing')).to.equal(undefined);
    look(10_000, 0, 0, 10);
    expect(picker?.('thing')).to.deep.equal({ ack_details: { rate: 0 } });
    look(15_000, 20, 5, 10);
    expect(picker?.('thing')).to.deep.equal({
      publish: 20,
      publish_details: { rate: 4 },
      ack_details: { rate: 1 },
    });
  });

  it('are left to whoever presents all of them where more is asked for', () => {
    for (const columns of ['other', 'publish_details', 'ack_details.samples', 'publish.x']) {
      expect(picked(columns), columns).to.equal(undefined);
    }
  });
});
