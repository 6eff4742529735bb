/** What the list of vhosts can show. */
import type { VhostJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { Count } from '../../table/cells.js';
import type { ShownColumn } from '../../table/table.js';
import { stateOf } from './vhost-state.js';

export const VHOST_COLUMNS: readonly ShownColumn<VhostJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 12,
    value: ({ name }) => name,
    cell: ({ name }) => (
      <a href={formatRoute({ page: 'vhosts', names: [name] })}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  {
    id: 'description',
    title: 'Description',
    isUsual: true,
    width: 14,
    value: ({ description }) => description,
  },
  { id: 'tags', title: 'Tags', isUsual: true, width: 9, value: ({ tags }) => tags.join(', ') },
  {
    id: 'queue_type',
    title: 'Queue type',
    explanation: 'Of queues whose declare names none',
    isUsual: true,
    width: 7,
    value: (vhost) => queueTypeOf(vhost),
  },
  {
    id: 'ready',
    title: 'Ready',
    explanation: 'Messages that wait for a consumer',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (vhost) => vhost.messages_ready,
    cell: (vhost) => <Count value={vhost.messages_ready} />,
  },
  {
    id: 'unacked',
    title: 'Unacked',
    explanation: 'Messages with a consumer that has not acknowledged them yet',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (vhost) => vhost.messages_unacknowledged,
    cell: (vhost) => <Count value={vhost.messages_unacknowledged} />,
  },
  {
    id: 'total',
    title: 'Total',
    isNumber: true,
    width: 6.5,
    value: ({ messages }) => messages,
    cell: ({ messages }) => <Count value={messages} />,
  },
  {
    id: 'tracing',
    title: 'Tracing',
    explanation: 'Copies of all messages go to amq.rabbitmq.trace',
    isUsual: true,
    width: 6,
    value: ({ tracing }) => (tracing ? 'on' : 'off'),
    cell: ({ tracing }) =>
      tracing ? <span class="badge warn">on</span> : <span class="muted">off</span>,
  },
  { id: 'state', title: 'State', isUsual: true, width: 6.5, value: stateOf },
];

/** What the API calls "undefined" is classic. */
export function queueTypeOf({ default_queue_type: type }: VhostJson): string {
  return type === 'undefined' ? 'classic' : type;
}
