import { expect } from 'chai';
import type { ExchangeDefinition } from '../../../src/core/definitions.js';
import { createMatcher, requireKnownType } from '../../../src/core/exchange/types.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { QueueYard } from '../../support/core-builders.js';
import { faultOf } from '../../support/spec-vhost.js';

const CONTEXT = { random: () => 0, residency: new QueueYard().residency };

function exchangeOf(type: string): ExchangeDefinition {
  const flags = { durable: false, autoDelete: false, internal: false };
  return { kind: 'exchange', vhost: '/', name: 'x', type, ...flags, arguments: NO_FIELDS };
}

describe('exchange types', () => {
  for (const [type, decidedBy] of [
    ['direct', 'routing-key'],
    ['fanout', 'nothing'],
    ['topic', 'routing-key'],
    ['headers', 'message'],
    ['x-consistent-hash', 'routing-key'],
    ['x-modulus-hash', 'routing-key'],
    ['x-random', 'message'],
    ['x-local-random', 'message'],
    ['x-recent-history', 'message'],
  ] as const) {
    it(`include ${type}, where ${decidedBy} decides where a message goes`, () => {
      expect(() => requireKnownType(type)).not.to.throw();
      expect(createMatcher(exchangeOf(type), CONTEXT).decidedBy).to.equal(decidedBy);
    });
  }

  it('include no others', () => {
    for (const [type, fault] of [
      ['', 'invalid'],
      ['Direct', 'unknown'],
      ['x-lvc', 'unknown'],
      ['constructor', 'unknown'],
    ] as const) {
      const text = `command-invalid: ${fault} exchange type '${type}'`;
      expect(faultOf(() => requireKnownType(type))).to.equal(text);
      expect(faultOf(() => createMatcher(exchangeOf(type), CONTEXT))).to.equal(text);
    }
  });
});
