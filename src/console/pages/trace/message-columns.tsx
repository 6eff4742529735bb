/** The columns of the list of traced messages. */
import type { WayJson } from '../../api/types.js';
import { formatBytes, formatDuration } from '../../format/numbers.js';
import type { ShownColumn } from '../../table/table.js';
import { fateOf } from './fate.js';

/** `choose` shows the way of one; `chosen` is that which is shown. */
export function messageColumns(
  choose: (id: number) => void,
  chosen: number,
): readonly ShownColumn<WayJson>[] {
  return [
    {
      id: 'key',
      title: 'Routing key',
      isUsual: true,
      width: 13,
      value: (way) => way.routing_key,
      cell: ({ id, routing_key: key }) => (
        <button
          type="button"
          class="link"
          aria-pressed={id === chosen}
          aria-label={`Message ${id}: ${key}`}
          onClick={() => choose(id)}
        >
          {key === '' ? <span class="muted">(no key)</span> : <bdi>{key}</bdi>}
        </button>
      ),
    },
    ...FACTS,
  ];
}

const FACTS: readonly ShownColumn<WayJson>[] = [
  {
    id: 'fate',
    title: 'What became of it',
    isUsual: true,
    width: 20,
    value: (way) => fateOf(way).text,
    cell: (way) => {
      const { text, tone } = fateOf(way);
      return (
        <span class={`fate ${tone}`}>
          <bdi>{text}</bdi>
        </span>
      );
    },
  },
  {
    id: 'reply',
    title: 'Reply after',
    explanation: 'Of a request: from its publish until the reply is with a consumer',
    isNumber: true,
    isUsual: true,
    width: 7,
    value: (way) => way.round_trip_ms,
    cell: ({ round_trip_ms: ms, reply }) =>
      ms === null ? (reply === null ? '' : 'on its way') : formatDuration(ms),
  },
  {
    id: 'lasted',
    title: 'Took',
    explanation: 'From its publish to the latest step, in ms',
    isNumber: true,
    isUsual: true,
    width: 6.5,
    value: (way) => way.lasted_ms,
    cell: (way) => formatDuration(way.lasted_ms),
  },
  {
    id: 'correlation',
    title: 'Correlation id',
    isUsual: true,
    width: 10,
    value: (way) => textOf(way.properties['correlation_id']),
    cell: (way) => <bdi>{textOf(way.properties['correlation_id'])}</bdi>,
  },
  {
    id: 'time',
    title: 'Time',
    explanation: 'When it was published',
    isUsual: true,
    width: 8.5,
    value: (way) => timeOf(way.started_at),
  },
  {
    id: 'exchange',
    title: 'Exchange',
    width: 9,
    value: ({ exchange }) => exchange,
    cell: ({ exchange }) =>
      exchange === '' ? <span class="muted">(default exchange)</span> : <bdi>{exchange}</bdi>,
  },
  {
    id: 'message_id',
    title: 'Message id',
    width: 10,
    value: (way) => textOf(way.properties['message_id']),
  },
  {
    id: 'size',
    title: 'Size',
    explanation: 'Of its body',
    isNumber: true,
    width: 6,
    value: (way) => way.payload_bytes,
    cell: (way) => formatBytes(way.payload_bytes),
  },
  {
    id: 'steps',
    title: 'Steps',
    isNumber: true,
    width: 5,
    value: (way) => way.steps_count,
  },
];

/** "14:05:09.123" */
export function timeOf(ms: number): string {
  const time = new Date(ms);
  return `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
