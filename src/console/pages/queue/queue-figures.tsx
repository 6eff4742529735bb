/** The numbers of a queue at one look. Part of queue-page.tsx. */
import type { QueueDetailsJson } from '../../api/types.js';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../format/numbers.js';
import { Figure } from '../../widgets/figure.js';

export function QueueFigures({ queue }: { readonly queue: QueueDetailsJson }) {
  const { message_stats: stats } = queue;
  return (
    <dl class="figures panel">
      <Count title="Ready" value={queue.messages_ready} explanation="Waiting for a consumer" />
      <Count
        title="Unacknowledged"
        value={queue.messages_unacknowledged}
        explanation="With a consumer that has not acknowledged them yet"
      />
      <Figure
        title="Oldest"
        value={formatDuration(queue.oldest_message_age_ms)}
        explanation="How long the message that came first of the ready ones has been in the queue"
      />
      <Figure
        title="In"
        value={formatRate(stats?.publish_details?.rate ?? 0)}
        explanation="Messages that came to the queue, over the last five seconds"
      />
      <Figure
        title="Out"
        value={formatRate(stats?.deliver_get_details?.rate ?? 0)}
        explanation="Handed to consumers or taken by get, returned ones each time"
      />
      <Count title="Consumers" value={queue.consumers} />
      <Figure
        title="Bodies"
        value={formatBytes(queue.message_bytes)}
        exact={queue.message_bytes}
        explanation="Size of the bodies of all its messages, in bytes"
      />
      {queue.messages_paged_out > 0 && (
        <Count
          title="On disk only"
          value={queue.messages_paged_out}
          explanation="Messages that have left memory until their turn nears"
        />
      )}
      <Rare queue={queue} />
    </dl>
  );
}

/** What most queues have none of is shown where there is some. */
function Rare({ queue }: { readonly queue: QueueDetailsJson }) {
  const { deaths } = queue;
  const counts = [
    {
      title: 'Delayed',
      value: queue.messages_delayed,
      explanation: 'Came back, and wait for another try',
    },
    {
      title: 'Refused',
      value: queue.messages_refused,
      explanation: 'Not taken in, since the queue was full',
    },
    { title: 'Rejected', value: deaths.rejected, explanation: 'By consumers, for good' },
    { title: 'Expired', value: deaths.expired, explanation: 'Nobody took them in time' },
    {
      title: 'Dropped',
      value: deaths.maxlen,
      explanation: 'One too many for the length limit: dead-lettered, or gone',
    },
    {
      title: 'Gave up',
      value: deaths.delivery_limit,
      explanation: 'Came back more often than the delivery limit allows',
    },
  ];
  return (
    <>
      {counts
        .filter(({ value }) => value > 0)
        .map((one) => (
          <Count key={one.title} {...one} />
        ))}
    </>
  );
}

interface CountProps {
  readonly title: string;
  readonly value: number;
  readonly explanation?: string;
}

function Count({ title, value, explanation }: CountProps) {
  return (
    <Figure
      title={title}
      value={formatCount(value)}
      exact={value}
      {...(explanation !== undefined && { explanation })}
    />
  );
}
