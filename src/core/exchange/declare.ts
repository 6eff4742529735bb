/**
 * Declaring an exchange: what is refused, what a new one is made of, and what an old one is
 * compared with. Called by exchanges.ts, which keeps them.
 */
import type { ExchangeDefinition } from '../definitions.js';
import { requireSameArguments, requireSameProperty } from '../equivalence.js';
import { erlangAtom, FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import { NO_FIELDS } from '../field.js';
import { refuseUnfitName, resourceText } from '../resource-name.js';
import { Exchange } from './exchange.js';
import type { MatcherContext } from './matcher.js';
import { createMatcher } from './types.js';

/** Where the firehose goes (firehose.ts). */
export const TRACE_EXCHANGE = 'amq.rabbitmq.trace';
/** Where events go (event-exchange.ts). */
export const EVENT_EXCHANGE = 'amq.rabbitmq.event';
/** The one vhost that has it. */
export const EVENT_VHOST = '/';

export type ExchangeRequest = Omit<ExchangeDefinition, 'kind' | 'vhost'>;

/** The name may be a reserved one: recovery and the predeclared exchanges come this way too. */
export function createExchange(definition: ExchangeDefinition, context: MatcherContext): Exchange {
  return new Exchange(definition, createMatcher(definition, context));
}

/** Throws what RabbitMQ throws when a client asks for a new exchange that it may not have. */
export function requireDeclarable(definition: ExchangeDefinition): void {
  refuseUnfitName('exchange', definition.name);
  const alternate = definition.arguments.get('alternate-exchange');
  if (alternate === undefined || alternate.type === 'S') return;
  const exchange = resourceText('exchange', definition.name, definition.vhost);
  const type = FIELD_TYPE_NAMES[alternate.type];
  throw new BrokerError(
    'precondition-failed',
    `invalid type '${type}' for arg 'alternate-exchange' in ${exchange}`,
  );
}

/** Throws unless the second declare asks for what the first one made. */
export function requireSameExchange(
  current: ExchangeDefinition,
  received: ExchangeDefinition,
): void {
  const resource = resourceText('exchange', current.name, current.vhost);
  const compare = (property: string, a: string | boolean, b: string | boolean): void =>
    requireSameProperty(property, { resource, received: a, current: b });
  compare('type', erlangAtom(received.type), erlangAtom(current.type));
  compare('durable', received.durable, current.durable);
  compare('auto_delete', received.autoDelete, current.autoDelete);
  compare('internal', received.internal, current.internal);
  requireSameArguments(['alternate-exchange'], {
    resource,
    received: received.arguments,
    current: current.arguments,
  });
}

/** What every vhost has from the start. They are durable, yet no store needs to know them. */
export function predeclaredExchanges(vhost: string, context: MatcherContext): Exchange[] {
  const create = (name: string, type: string, internal = false): Exchange =>
    createExchange(
      {
        kind: 'exchange',
        vhost,
        name,
        type,
        durable: true,
        autoDelete: false,
        internal,
        arguments: NO_FIELDS,
      },
      context,
    );
  const exchanges = [
    create('', 'direct'),
    create('amq.direct', 'direct'),
    create('amq.fanout', 'fanout'),
    create('amq.topic', 'topic'),
    create('amq.headers', 'headers'),
    create('amq.match', 'headers'),
    create(TRACE_EXCHANGE, 'topic', true),
  ];
  if (vhost === EVENT_VHOST) exchanges.push(create(EVENT_EXCHANGE, 'topic', true));
  return exchanges;
}

/** Nobody else may have such names. */
export function isPredeclared(name: string): boolean {
  return name === '' || name.startsWith('amq.');
}
