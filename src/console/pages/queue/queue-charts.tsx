/** What has happened in a queue lately, as lines. Part of queue-page.tsx. */
import type { ComponentChildren } from 'preact';
import { Chart, type Series } from '../../charts/chart.js';
import type { History } from '../../charts/history.js';
import type { Span } from '../../charts/samples.js';
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
  readonly history: History;
  readonly span: Span;
  /** What stands beside them. */
  readonly children: ComponentChildren;
}

export function QueueCharts({ history, span, children }: QueueChartsProps) {
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
