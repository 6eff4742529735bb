/** Who consumes from the queue, with how much at a time; can cancel one. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { ConsumerJson } from '../../api/types.js';
import { formatCount } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';

interface ConsumersPanelProps {
  readonly consumers: readonly ConsumerJson[];
  readonly onChange: () => void;
}

/** What a page can show with one look; there is an API for the others. */
const SHOWN_MAX = 100;

export function ConsumersPanel({ consumers, onChange }: ConsumersPanelProps) {
  const { api } = useConsole();
  const [cancelled, setCancelled] = useState<ConsumerJson>();
  return (
    <section class="panel">
      <h2>Consumers</h2>
      {consumers.length === 0 && <p class="empty">None.</p>}
      <ul class="bindings">
        {consumers.slice(0, SHOWN_MAX).map((consumer) => (
          <li key={keyOf(consumer)}>
            <span class="grow">
              <code>{consumer.consumer_tag}</code>
              <br />
              <span class="muted">
                {consumer.channel_details.name}, {consumer.channel_details.user}
              </span>
            </span>
            <span class="badges">
              <span class="badge">{prefetchOf(consumer)}</span>
              {consumer.exclusive && <span class="badge">exclusive</span>}
              {consumer.activity_status !== 'up' && (
                <span class={`badge ${consumer.active ? '' : 'warn'}`}>
                  {consumer.active ? 'single active' : 'waiting'}
                </span>
              )}
            </span>
            <button
              type="button"
              class="small"
              aria-label={`Cancel ${consumer.consumer_tag}`}
              onClick={() => setCancelled(consumer)}
            >
              Cancel
            </button>
          </li>
        ))}
      </ul>
      {consumers.length > SHOWN_MAX && (
        <p class="muted">and {formatCount(consumers.length - SHOWN_MAX)} more</p>
      )}
      {cancelled !== undefined && (
        <Confirmation
          title={`Cancel ${cancelled.consumer_tag}?`}
          verb="Cancel the consumer"
          isDangerous
          onClose={() => setCancelled(undefined)}
          onConfirm={async () => {
            await api.send('DELETE', pathOf(cancelled));
            onChange();
          }}
        >
          It gets no more messages, and is told. What it holds stays with its channel.
        </Confirmation>
      )}
    </section>
  );
}

function keyOf(consumer: ConsumerJson): string {
  return `${consumer.channel_details.name} ${consumer.consumer_tag}`;
}

function pathOf({ queue, channel_details: channel, consumer_tag: tag }: ConsumerJson): string {
  return path('/consumers', queue.vhost, channel.name, tag);
}

function prefetchOf({ ack_required: isAcked, prefetch_count: count }: ConsumerJson): string {
  if (!isAcked) return 'no acknowledgements';
  return count === 0 ? 'no prefetch limit' : `prefetch ${formatCount(count)}`;
}
