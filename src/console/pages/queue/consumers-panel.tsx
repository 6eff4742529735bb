/** Who consumes from the queue, with how much at a time and how full it is; can cancel one. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { ConsumerJson, QueueDetailsJson } from '../../api/types.js';
import { formatBytes, formatCount, formatDuration } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Gauge } from '../../widgets/figure.js';
import { ChannelLink } from '../../widgets/links.js';
import { utilisationText } from './utilisation-text.js';

interface ConsumersPanelProps {
  readonly queue: QueueDetailsJson;
  readonly onChange: () => void;
}

/** What a page can show with one look; there is an API for the others. */
const SHOWN_MAX = 100;

export function ConsumersPanel({ queue, onChange }: ConsumersPanelProps) {
  const { api } = useConsole();
  const [cancelled, setCancelled] = useState<ConsumerJson>();
  const { consumer_details: consumers } = queue;
  return (
    <section class="panel">
      <h2>Consumers</h2>
      <p class={consumers.length === 0 ? 'empty' : 'muted'}>
        {consumers.length === 0
          ? 'Nobody consumes from this queue. A client does with basic.consume.'
          : utilisationText(queue.consumer_utilisation)}
      </p>
      <ul class="bindings consumers">
        {consumers.slice(0, SHOWN_MAX).map((consumer) => (
          <Consumer key={keyOf(consumer)} consumer={consumer} onCancel={setCancelled} />
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

interface ConsumerProps {
  readonly consumer: ConsumerJson;
  readonly onCancel: (consumer: ConsumerJson) => void;
}

function Consumer({ consumer, onCancel }: ConsumerProps) {
  const { channel_details: channel, consumer_tag: tag } = consumer;
  return (
    <li>
      <span class="grow">
        <code>
          <bdi>{tag}</bdi>
        </code>
        <br />
        <span class="muted">
          <ChannelLink name={channel.name} />, <bdi>{channel.user}</bdi>
        </span>
      </span>
      <span class="badges">
        {consumer.exclusive && <span class="badge">exclusive</span>}
        {consumer.activity_status !== 'up' && (
          <span class="badge">{consumer.active ? 'single active' : 'waits for its turn'}</span>
        )}
        {consumer.blocked_by === 'connection' && (
          <span class="badge warn">reads slowly: {formatBytes(consumer.send_pend)} wait</span>
        )}
      </span>
      <Held consumer={consumer} />
      <button
        type="button"
        class="small"
        aria-label={`Cancel ${tag}`}
        onClick={() => onCancel(consumer)}
      >
        Cancel
      </button>
    </li>
  );
}

/** What it has not acknowledged, of what it may hold. */
function Held({ consumer }: { readonly consumer: ConsumerJson }) {
  const { prefetch_count: prefetch, messages_unacknowledged: held } = consumer;
  if (!consumer.ack_required) return <span class="held muted">acknowledges nothing</span>;
  const { unacknowledged_since: since } = consumer;
  const heldMs = since === null ? 0 : Date.now() - since;
  return (
    <span class="held">
      {prefetch === 0 ? (
        <>holds {formatCount(held)}, no prefetch limit</>
      ) : (
        <>
          holds {formatCount(held)} of {formatCount(prefetch)}
          <Gauge
            share={held / prefetch}
            isNeutral
            label={`Held of the prefetch of ${consumer.consumer_tag}`}
          />
        </>
      )}
      {heldMs >= 1_000 && (
        <span class="muted">the oldest for {formatDuration(heldMs - (heldMs % 1_000))}</span>
      )}
    </span>
  );
}

function keyOf(consumer: ConsumerJson): string {
  return `${consumer.channel_details.name} ${consumer.consumer_tag}`;
}

function pathOf({ queue, channel_details: channel, consumer_tag: tag }: ConsumerJson): string {
  return path('/consumers', queue.vhost, channel.name, tag);
}
