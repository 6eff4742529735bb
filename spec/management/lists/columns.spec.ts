import { expect } from 'chai';
import { pick, readColumns } from '../../../src/management/lists/columns.js';

describe('Columns', () => {
  const queue = { name: 'q', messages: 1, message_stats: { ack: 2, ack_details: { rate: 3 } } };
  const picked = (columns: string, value: unknown = queue) => pick(value, readColumns(columns));

  it('keep the keys that are asked for', () => {
    expect(picked('name,messages')).to.deep.equal({ name: 'q', messages: 1 });
    expect(picked('lemons')).to.deep.equal({});
    expect(picked('')).to.deep.equal({});
  });

  it('reach into objects with dots', () => {
    expect(picked('message_stats.ack,message_stats.ack_details.rate')).to.deep.equal({
      message_stats: { ack: 2, ack_details: { rate: 3 } },
    });
    expect(picked('message_stats.ack')).to.deep.equal({ message_stats: { ack: 2 } });
  });

  it('keep a whole object, whatever else of it is asked for', () => {
    const { message_stats } = queue;
    expect(picked('message_stats.ack,message_stats')).to.deep.equal({ message_stats });
    expect(picked('message_stats,message_stats.ack')).to.deep.equal({ message_stats });
  });

  it('go for each member of a list, and for what every object inherits not at all', () => {
    expect(picked('name', [queue, 1])).to.deep.equal([{ name: 'q' }, 1]);
    expect(picked('constructor,__proto__.x')).to.deep.equal({});
  });
});
