/** What the list of exchanges can show, and where one is found. */
import { path } from '../../api/client.js';
import type { ExchangeJson } from '../../api/types.js';
import type { ShownColumn } from '../../table/table.js';
import { DEFAULT_EXCHANGE, ExchangeLink } from '../../widgets/links.js';

export function pathOfExchange({ vhost, name }: Pick<ExchangeJson, 'vhost' | 'name'>): string {
  return path('/exchanges', vhost, name === '' ? DEFAULT_EXCHANGE : name);
}

/** Every vhost has these, and nobody can delete them. */
export function isPredeclared({ name }: Pick<ExchangeJson, 'name'>): boolean {
  return name === '' || name.startsWith('amq.');
}

export const EXCHANGE_COLUMNS: readonly ShownColumn<ExchangeJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 14,
    value: ({ name }) => name,
    cell: ({ vhost, name }) => <ExchangeLink vhost={vhost} name={name} />,
  },
  { id: 'type', title: 'Type', isUsual: true, width: 11, value: ({ type }) => type },
  {
    id: 'durable',
    title: 'Durable',
    explanation: 'Survives a restart',
    isUsual: true,
    width: 5.5,
    value: ({ durable }) => durable,
    cell: ({ durable }) => (durable ? 'yes' : 'no'),
  },
  {
    id: 'auto_delete',
    title: 'Auto-delete',
    explanation: 'Goes with its last binding',
    isUsual: true,
    width: 7,
    value: (exchange) => exchange.auto_delete,
    cell: (exchange) => (exchange.auto_delete ? 'yes' : 'no'),
  },
  {
    id: 'internal',
    title: 'Internal',
    explanation: 'Clients may not publish to it, only other exchanges',
    width: 6,
    value: ({ internal }) => internal,
    cell: ({ internal }) => (internal ? 'yes' : 'no'),
  },
  {
    id: 'arguments',
    title: 'Arguments',
    width: 16,
    value: (exchange) =>
      Object.keys(exchange.arguments).length === 0 ? '' : JSON.stringify(exchange.arguments),
  },
  { id: 'policy', title: 'Policy', isUsual: true, width: 8, value: ({ policy }) => policy },
  {
    id: 'vhost',
    title: 'Vhost',
    isUsual: true,
    width: 7,
    value: ({ vhost }) => vhost,
    cell: ({ vhost }) => <bdi>{vhost}</bdi>,
  },
];
