import { expect } from 'chai';
import type { BindingDefinition } from '../../../src/core/definitions.js';
import { NO_FIELDS, type FieldTable } from '../../../src/core/field.js';
import { presentBinding, propertiesKey, unquote } from '../../../src/management/present/binding.js';

const table: FieldTable = new Map([['a', { type: 'l', value: 1 }]]);
const key = (routingKey: string, args = NO_FIELDS): string =>
  propertiesKey({ routingKey, arguments: args });

describe('A binding in JSON', () => {
  it('has the keys of RabbitMQ', () => {
    const binding: BindingDefinition = {
      kind: 'binding',
      vhost: '/',
      source: 'e',
      destinationKind: 'queue',
      destination: 'q',
      routingKey: 'k',
      arguments: table,
    };
    const { properties_key: properties, ...rest } = presentBinding(binding);
    expect(rest).to.deep.equal({
      source: 'e',
      vhost: '/',
      destination: 'q',
      destination_type: 'queue',
      routing_key: 'k',
      arguments: { a: 1 },
    });
    expect(properties).to.match(/^k~[\w-]{6}$/);
  });

  it('is named by its routing key, quoted as RabbitMQ quotes it', () => {
    expect(key('')).to.equal('~');
    expect(key('a/b c')).to.equal('a%2Fb+c');
    expect(key('*.eu')).to.equal('%2A.eu');
    expect(key('dead.#')).to.equal('dead.%23');
    expect(key('~')).to.equal('%7E');
    expect(unquote(key('a/b c*~'))).to.equal('a/b c*~');
    expect(unquote('%zz')).to.equal('%zz');
  });

  it('is told from others with the same key by its arguments', () => {
    const other: FieldTable = new Map([['a', { type: 'l', value: 2 }]]);
    expect(key('k', table)).to.equal(key('k', new Map(table)));
    expect(key('k', table)).to.not.equal(key('k', other));
  });
});
