/** What has happened in a queue lately, as lines. Part of queue-page.tsx, which feeds them. */
import type { ComponentChildren } from 'preact';
import type { QueueDetailsJson } from '../../api/types.js';
import { Chart, type Series } from '../../charts/chart.js';
import type { Histories } from '../../charts/histories.js';
import { addSamples, type Past, type Span } from '../../charts/samples.js';
import { SpanSwitch } from '../../charts/span-switch.js';
import { formatCount, formatDuration, formatRate } from '../../format/numbers.js';

const BACKLOG: readonly Series[] = [
  { id: 'ready', title: 'Ready', color: 1, explanation: 'Waiting for a consumer' },
  {
    id: 'unacked',
    title: 'Unacknowledged',
    color: 2,
    explanation: 'With a consumer that has not acknowledged them yet',
  },
];

const RATES: readonly Series[] = [
  { id: 'publish', title: 'In', color: 1, explanation: 'Messages that came to the queue' },
  {
    id: 'deliver_get',
    title: 'Out',
    color: 2,
    explanation: 'Handed to consumers or taken by get, returned ones each time',
  },
  { id: 'ack', title: 'Acknowledged', color: 3 },
  { id: 'redeliver', title: 'Redelivered', color: 4, explanation: 'Handed out a second time' },
  { id: 'get', title: 'Get', color: 6, explanation: 'Taken by get, one at a time' },
];

const AGE: readonly Series[] = [
  {
    id: 'age',
    title: 'Oldest message',
    color: 5,
    explanation: 'How long the message that came first of the ready ones has been in the queue',
  },
];

interface QueueChartsProps {
  readonly histories: Histories;
  readonly span: Span;
  /** What stands beside them. */
  readonly children: ComponentChildren;
}

export function QueueCharts({ histories, span, children }: QueueChartsProps) {
  const history = histories.of(span);
  const common = { history, spanSeconds: span.seconds };
  return (
    <>
      <SpanSwitch span={span} />
      <div class="charts">
        <Chart {...common} title="Messages" series={BACKLOG} format={formatCount} isWhole />
        <Chart {...common} title="Messages per second" series={RATES} format={formatRate} />
        <Chart {...common} title="Age of the oldest message" series={AGE} format={formatDuration} />
        {children}
      </div>
    </>
  );
}

/** What the API knows of the time before the page was opened. */
export function pastOf(queue: QueueDetailsJson): Past {
  const { message_stats: stats } = queue;
  return {
    levels: {
      ready: queue.messages_ready_details.samples,
      unacked: queue.messages_unacknowledged_details.samples,
      age: queue.oldest_message_age_ms_details?.samples,
    },
    counters: {
      publish: stats?.publish_details?.samples,
      deliver_get: stats?.deliver_get_details?.samples,
      ack: stats?.ack_details?.samples,
      redeliver: stats?.redeliver_details?.samples,
      get: addSamples(stats?.get_details, stats?.get_no_ack_details),
    },
  };
}

/** Feeds the charts with one look. */
export function pushLook(histories: Histories, queue: QueueDetailsJson, at: number): void {
  const { message_stats: stats } = queue;
  histories.push(
    at,
    {
      ready: queue.messages_ready,
      unacked: queue.messages_unacknowledged,
      age: queue.oldest_message_age_ms ?? 0,
    },
    {
      publish: stats?.publish ?? 0,
      deliver_get: stats?.deliver_get ?? 0,
      ack: stats?.ack ?? 0,
      redeliver: stats?.redeliver ?? 0,
      get: (stats?.get ?? 0) + (stats?.get_no_ack ?? 0),
    },
  );
}
