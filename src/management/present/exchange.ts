/** An exchange in JSON, as RabbitMQ's HTTP API has it. Called by routes/exchanges.ts. */
import type { Exchange } from '../../core/exchange/exchange.js';
import { jsonOfTable } from '../field-json.js';

/** Who declared it is not remembered; RabbitMQ names itself where it was nobody else. */
const BY_THE_BROKER = 'rmq-internal';

export function presentExchange(exchange: Exchange) {
  const { definition, policy, operatorPolicy, delayed } = exchange;
  const { name, vhost, type, durable, autoDelete, internal } = definition;
  return {
    name,
    vhost,
    type,
    durable,
    auto_delete: autoDelete,
    internal,
    arguments: jsonOfTable(definition.arguments),
    user_who_performed_action: BY_THE_BROKER,
    ...(delayed !== undefined && { messages_delayed: delayed.count }),
    ...(policy !== undefined && { policy: policy.name }),
    ...(operatorPolicy !== undefined && { operator_policy: operatorPolicy.name }),
  };
}

/**
 * What one by itself tells beyond that. By queue and channel nothing is counted, as with RabbitMQ's
 * rates_mode "basic"; which settings of policies are in force is ours.
 */
export function presentExchangeDetails({ effectivePolicyDefinition }: Exchange) {
  return {
    effective_policy_definition: effectivePolicyDefinition,
    incoming: [],
    outgoing: [],
  };
}
