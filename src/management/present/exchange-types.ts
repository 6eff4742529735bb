/** The exchange types in JSON, with RabbitMQ's words where it has them. */
import { EXCHANGE_TYPE_NAMES } from '../../core/exchange/types.js';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  direct: 'AMQP direct exchange, as per the AMQP specification',
  fanout: 'AMQP fanout exchange, as per the AMQP specification',
  headers: 'AMQP headers exchange, as per the AMQP specification',
  topic: 'AMQP topic exchange, as per the AMQP specification',
};

export const PRESENTED_EXCHANGE_TYPES = EXCHANGE_TYPE_NAMES.map((name) => ({
  name,
  description: DESCRIPTIONS[name] ?? '',
  enabled: true,
})).toSorted((a, b) => (a.name < b.name ? -1 : 1));
