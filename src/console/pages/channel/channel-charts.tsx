/** How fast a channel publishes and takes, and what of it waits for an answer. */
import { Chart } from '../../charts/chart.js';
import type { History } from '../../charts/history.js';
import type { Series } from '../../charts/series.js';
import { formatCount, formatRate } from '../../format/numbers.js';

const TRAFFIC: readonly Series[] = [
  { id: 'publish', title: 'In', color: 1, explanation: 'Messages that it publishes' },
  {
    id: 'confirm',
    title: 'Confirmed',
    color: 6,
    explanation: 'Published messages of which it was told that they are on the disk',
  },
  {
    id: 'unroutable',
    title: 'Unroutable',
    color: 5,
    explanation: 'No queue took them: returned to it, or dropped',
  },
  {
    id: 'deliver_get',
    title: 'Out',
    color: 2,
    explanation: 'Messages handed to its consumers or taken by get, returned ones each time',
  },
  { id: 'ack', title: 'Acknowledged', color: 3 },
  { id: 'redeliver', title: 'Redelivered', color: 4, explanation: 'Handed out a second time' },
];

const HELD: readonly Series[] = [
  {
    id: 'unacked',
    title: 'Unacknowledged',
    color: 2,
    explanation: 'It was sent them, and has not acknowledged them yet',
  },
  {
    id: 'unconfirmed',
    title: 'Unconfirmed',
    color: 1,
    explanation: 'It has published them, and they are not on the disk yet',
  },
];

interface ChannelChartsProps {
  readonly history: History;
  readonly spanSeconds: number;
}

export function ChannelCharts({ history, spanSeconds }: ChannelChartsProps) {
  const common = { history, spanSeconds };
  return (
    <>
      <Chart title="Messages per second" series={TRAFFIC} format={formatRate} {...common} />
      <Chart title="Messages that wait" series={HELD} format={formatCount} isWhole {...common} />
    </>
  );
}
