import { expect } from 'chai';
import { CONNECTION_FACTS } from '../../../../src/console/pages/connection/connection-traffic.js';

describe('The charts of a connection', () => {
  it('are made of bytes, those that wait, and the samples of the former', () => {
    const samples = [{ sample: 4, timestamp: 5_000 }];
    const connection = {
      recv_oct: 5,
      send_oct: 7,
      send_pend: 2,
      recv_oct_details: { rate: 0, samples },
    };
    const { levelsOf, countersOf, pastOf } = CONNECTION_FACTS;
    expect(levelsOf(connection)).to.deep.equal({ unsent: 2 });
    expect(countersOf(connection)).to.deep.equal({ received: 5, sent: 7 });
    expect(pastOf(connection).counters).to.deep.equal({ received: samples, sent: undefined });
  });
});
