import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import {
  presentExchange,
  presentExchangeDetails,
} from '../../../src/management/present/exchange.js';
import { fields } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('An exchange in JSON', () => {
  it('has the keys of RabbitMQ, and its policies where there are some', () => {
    const { broker } = new TestManagement();
    const vhost = broker.vhost('/');
    const exchange = vhost?.declareExchange({
      name: 'e',
      type: 'topic',
      durable: true,
      autoDelete: false,
      internal: true,
      arguments: new Map([['alternate-exchange', { type: 'S', value: 'other' }]]),
    });
    if (exchange === undefined) throw new Error('there is no vhost');
    const plain = {
      name: 'e',
      vhost: '/',
      type: 'topic',
      durable: true,
      auto_delete: false,
      internal: true,
      arguments: { 'alternate-exchange': 'other' },
      user_who_performed_action: 'rmq-internal',
    };
    expect(presentExchange(exchange)).to.deep.equal(plain);
    const definition = { 'alternate-exchange': 'dead' };
    const policy = { vhost: '/', name: 'p', pattern: '.*', definition, priority: 0 };
    exchange.applyPolicies({
      policy: { ...policy, applyTo: 'all' },
      operatorPolicy: undefined,
      definition,
    });
    expect(presentExchange(exchange)).to.deep.equal({ ...plain, policy: 'p' });
    expect(presentExchangeDetails(exchange)).to.deep.equal({
      effective_policy_definition: definition,
      incoming: [],
      outgoing: [],
    });
  });

  it('tells how many messages wait, if it is a delayed one', () => {
    const { broker } = new TestManagement();
    const vhost = broker.vhost('/');
    const arguments_ = fields({ 'x-delayed-type': 'direct' });
    const request = { name: 'later', type: 'x-delayed-message', arguments: arguments_ };
    const flags = { durable: true, autoDelete: false, internal: false };
    const exchange = vhost?.declareExchange({ ...request, ...flags });
    if (exchange === undefined) throw new Error('there is no vhost');
    expect(presentExchange(exchange)).to.include({ messages_delayed: 0 });
    const headers: Field = { type: 'F', value: fields({ 'x-delay': 5_000 }) };
    const parts = { exchange: 'later', routingKey: 'k', body: Buffer.alloc(0) };
    vhost?.publish(broker.format.build({ ...parts, properties: fields({ headers }) }));
    expect(presentExchange(exchange)).to.include({ messages_delayed: 1 });
  });
});
