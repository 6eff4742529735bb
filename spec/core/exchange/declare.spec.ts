import { expect } from 'chai';
import type { ExchangeDefinition } from '../../../src/core/definitions.js';
import {
  createExchange,
  predeclaredExchanges,
  requireDeclarable,
  requireSameExchange,
} from '../../../src/core/exchange/declare.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields, QueueYard } from '../../support/core-builders.js';
import { faultOf } from '../../support/spec-vhost.js';

const DEFINITION: ExchangeDefinition = {
  kind: 'exchange',
  vhost: '/',
  name: 'x',
  type: 'direct',
  durable: false,
  autoDelete: false,
  internal: false,
  arguments: NO_FIELDS,
};

const CONTEXT = { random: () => 0, residency: new QueueYard().residency };

describe('declaring an exchange', () => {
  it('refuses an unknown type', () => {
    expect(faultOf(() => createExchange({ ...DEFINITION, type: 'nope' }, CONTEXT))).to.equal(
      "command-invalid: unknown exchange type 'nope'",
    );
  });

  it('refuses a new reserved name', () => {
    expect(faultOf(() => requireDeclarable({ ...DEFINITION, name: 'amq.x' }))).to.equal(
      "access-refused: exchange name 'amq.x' contains reserved prefix 'amq.*'",
    );
  });

  it('refuses an alternate exchange that is not text', () => {
    const args = fields({ 'alternate-exchange': { type: 'b', value: 1 } });
    expect(faultOf(() => requireDeclarable({ ...DEFINITION, arguments: args }))).to.equal(
      "precondition-failed: invalid type 'byte' for arg 'alternate-exchange' in exchange 'x' in " +
        "vhost '/'",
    );
  });

  const changes: readonly (readonly [Partial<ExchangeDefinition>, string])[] = [
    [
      { type: 'fanout' },
      "'type' for exchange 'x' in vhost '/': received 'fanout' but current is 'direct'",
    ],
    [
      { durable: true },
      "'durable' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
    ],
    [
      { autoDelete: true },
      "'auto_delete' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
    ],
    [
      { internal: true },
      "'internal' for exchange 'x' in vhost '/': received 'true' but current is 'false'",
    ],
    [
      { arguments: fields({ 'alternate-exchange': 'y' }) },
      "'alternate-exchange' for exchange 'x' in vhost '/': received the value 'y' of type " +
        "'longstr' but current is none",
    ],
  ];

  for (const [change, text] of changes) {
    it(`anew refuses an inequivalent arg ${text}`, () => {
      const act = (): void => requireSameExchange(DEFINITION, { ...DEFINITION, ...change });
      expect(faultOf(act)).to.equal(`precondition-failed: inequivalent arg ${text}`);
    });
  }

  it('anew compares no other argument', () => {
    requireSameExchange(DEFINITION, { ...DEFINITION, arguments: fields({ any: 1 }) });
  });
});

describe('predeclared exchanges', () => {
  it('are those of RabbitMQ, internal only for tracing and events', () => {
    const facts = predeclaredExchanges('/', CONTEXT).map(
      ({ definition: { name, type, durable, internal } }) =>
        `${name} ${type}${durable ? '' : ' transient'}${internal ? ' internal' : ''}`,
    );
    expect(facts).to.eql([
      ' direct',
      'amq.direct direct',
      'amq.fanout fanout',
      'amq.topic topic',
      'amq.headers headers',
      'amq.match headers',
      'amq.rabbitmq.trace topic internal',
      'amq.rabbitmq.event topic internal',
    ]);
    const elsewhere = predeclaredExchanges('v', CONTEXT).map(({ name }) => name);
    expect(elsewhere).to.include('amq.rabbitmq.trace').and.not.include('amq.rabbitmq.event');
  });
});
