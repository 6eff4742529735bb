/** What leads from an exchange and to it; binds and unbinds. */
import { useMemo } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { BindingJson, ExchangeJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { ExchangeLink, QueueLink } from '../../widgets/links.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { pathOfExchange } from '../exchanges/exchange-columns.js';
import { BindPanel } from './bind-panel.js';

const INTERVAL_MS = 5_000;

const COLUMNS: readonly ShownColumn<BindingJson>[] = [
  {
    id: 'key',
    title: 'Routing key',
    isUsual: true,
    width: 14,
    value: (binding) => binding.routing_key,
    cell: ({ routing_key: key }) => (
      <code>
        <bdi>{key}</bdi>
      </code>
    ),
  },
  {
    id: 'from',
    title: 'From',
    explanation: 'The exchange that messages come from',
    isUsual: true,
    width: 13,
    value: ({ source }) => source,
    cell: ({ vhost, source }) => <ExchangeLink vhost={vhost} name={source} />,
  },
  {
    id: 'to',
    title: 'To',
    explanation: 'The queue or exchange that they go to',
    isUsual: true,
    width: 13,
    value: ({ destination }) => destination,
    cell: ({ vhost, destination: name, destination_type: kind }) =>
      kind === 'queue' ? (
        <QueueLink vhost={vhost} name={name} />
      ) : (
        <ExchangeLink vhost={vhost} name={name} />
      ),
  },
  {
    id: 'kind',
    title: 'Kind',
    explanation: 'Of what they go to',
    isUsual: true,
    width: 6,
    value: (binding) => binding.destination_type,
  },
  {
    id: 'arguments',
    title: 'Arguments',
    explanation: 'A headers exchange compares them with the headers of messages',
    isUsual: true,
    width: 14,
    value: (binding) =>
      Object.keys(binding.arguments).length === 0 ? '' : JSON.stringify(binding.arguments),
  },
];

interface BindingsTabProps {
  readonly exchange: ExchangeJson;
  readonly query: Readonly<Record<string, string>>;
}

export function BindingsTab({ exchange, query }: BindingsTabProps) {
  const { api } = useConsole();
  const { vhost, name } = exchange;
  const where = `${pathOfExchange(exchange)}/bindings`;
  const { data, fault, reload } = usePoll(where, () => bindingsOf(api, where), INTERVAL_MS);
  // What the default exchange has, each queue has by its name, and nobody can take it away.
  const isDefault = name === '';
  const actions = useMemo(() => (isDefault ? [] : [unbinding(api)]), [api, isDefault]);
  return (
    <>
      <Fault fault={fault} what={data === undefined ? 'Bindings:' : 'Not up to date:'} />
      {isDefault && (
        <p class="muted">
          Every queue is bound to the default exchange by its name. That cannot be changed.
        </p>
      )}
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['binding', 'bindings']}
          rows={data}
          columns={COLUMNS}
          nameOf={nameOfBinding}
          query={query}
          actions={actions}
          onDone={reload}
          empty="Nothing is bound to it: what is published here reaches no queue. Bind one below."
        />
      )}
      {!isDefault && <BindPanel vhost={vhost} exchange={name} onBound={reload} />}
    </>
  );
}

/** One from an exchange to itself is in both lists. */
async function bindingsOf(api: Api, where: string): Promise<readonly BindingJson[]> {
  const [from, to] = await Promise.all([
    api.get<readonly BindingJson[]>(`${where}/source`),
    api.get<readonly BindingJson[]>(`${where}/destination`),
  ]);
  return [...from, ...to.filter(({ source, destination }) => source !== destination)];
}

function unbinding(api: Api): BulkAction<BindingJson> {
  return {
    verb: 'Unbind',
    isDangerous: true,
    consequence: () => 'Messages go this way no more. What is in queues stays.',
    perform: (binding) => api.send('DELETE', pathOfBinding(binding)),
  };
}

function nameOfBinding(binding: BindingJson): string {
  const { source, destination_type: kind, destination, properties_key: key } = binding;
  return `${source} to ${kind} ${destination} ${key}`;
}

function pathOfBinding({ vhost, source, destination, ...binding }: BindingJson): string {
  const { destination_type: type, properties_key: key } = binding;
  const from = path(`${path('/bindings', vhost)}/e`, source);
  return path(`${from}/${type === 'queue' ? 'q' : 'e'}`, destination, key);
}
