/** Metrics that RabbitMQ has under `rabbitmq_cluster_`: of vhosts and exchanges. */
import type { Exchange } from '../../core/exchange/exchange.js';
import type { Vhost } from '../../core/vhost.js';
import { Group, type Labels } from './group.js';
import type { MetricsSource } from './source.js';

function* vhostsOf({ broker }: MetricsSource, names?: ReadonlySet<string>): Generator<Vhost> {
  for (const vhost of broker.vhosts()) {
    if (names === undefined || names.has(vhost.name)) yield vhost;
  }
}

/** Without the default one and those that no client may publish to, as in RabbitMQ. */
function* exchangesOf(source: MetricsSource, vhosts?: ReadonlySet<string>): Generator<Exchange> {
  for (const vhost of vhostsOf(source, vhosts)) {
    for (const exchange of vhost.exchanges()) {
      if (exchange.name !== '' && !exchange.definition.internal) yield exchange;
    }
  }
}

const exchangeLabels = ({ definition }: Exchange): Labels => {
  const { vhost, name, type } = definition;
  return { vhost, exchange: name, type };
};

export const VHOST_STATUS = new Group<Vhost>({
  name: 'vhost_status',
  things: vhostsOf,
  labels: ({ name }) => ({ vhost: name }),
  families: [
    {
      name: 'vhost_status',
      type: 'gauge',
      help: 'Whether a vhost works: always, once it is there.',
      value: () => 1,
    },
  ],
});

export const EXCHANGE_NAMES = new Group<Exchange>({
  name: 'exchange_names',
  things: exchangesOf,
  labels: exchangeLabels,
  families: [
    { name: 'exchange_name', type: 'gauge', help: 'Each exchange, as 1.', value: () => 1 },
  ],
});

export const EXCHANGE_BINDINGS = new Group<Exchange>({
  name: 'exchange_bindings',
  things: exchangesOf,
  labels: exchangeLabels,
  families: [
    {
      name: 'exchange_bindings',
      type: 'gauge',
      help: 'Bindings that lead from an exchange.',
      value: ({ bindingCount }) => bindingCount,
    },
  ],
});
