import { expect } from 'chai';
import { Message } from '../../src/core/message.js';
import { message, specFormat } from '../support/core-builders.js';

describe('Message', () => {
  it('has a body of what follows the properties', () => {
    expect(message({ body: 'twelve bytes' }).bodySize).to.equal(12);
    expect(message({ body: '' }).bodySize).to.equal(0);
  });

  it('keeps its facts when the object they came in is filled anew', () => {
    const facts = {
      exchange: 'x',
      routingKey: 'k',
      persistent: true,
      priority: 3,
      ttlMs: 50,
      content: Buffer.from('content'),
      propertiesStart: 0,
      bodyStart: 2,
      format: specFormat,
    };
    const made = new Message(facts);
    Object.assign(facts, { exchange: 'y', routingKey: 'l', persistent: false, priority: 0 });
    Object.assign(facts, { ttlMs: -1, content: Buffer.alloc(0), bodyStart: 0 });
    expect(made).to.include({ exchange: 'x', routingKey: 'k', persistent: true, priority: 3 });
    expect(made).to.include({ ttlMs: 50, bodyStart: 2, bodySize: 5 });
  });

  it('is routed by its routing key alone if no other keys are given', () => {
    expect(message().extraKeys).to.have.lengthOf(0);
  });
});
