import { expect } from 'chai';
import { findUnknown } from './client-differences.js';
import { clientOf } from './example.js';

describe('A known difference of the table', () => {
  it('must name a client and a scenario of it', () => {
    const differences = {
      RabbitMQ: { pika: { hello: 'x', helo: 'y' }, pica: { hello: 'z' } },
    };
    expect(findUnknown(differences, [clientOf()])).to.deep.equal([
      "no scenario 'helo' of pika",
      "no client 'pica'",
    ]);
  });
});
