/** Short words about a queue: what it is, and how it is. */
import type { QueueJson } from '../../api/types.js';

export function StateBadge({ state }: { readonly state: string }) {
  return <span class={`badge ${state === 'running' ? '' : 'warn'}`}>{state}</span>;
}

export function QueueBadges({ queue }: { readonly queue: QueueJson }) {
  const words = [
    queue.type,
    queue.durable ? 'durable' : 'transient',
    ...(queue.auto_delete ? ['auto-delete'] : []),
    ...(queue.exclusive ? ['exclusive'] : []),
  ];
  return (
    <span class="badges">
      {words.map((word) => (
        <span key={word} class="badge">
          {word}
        </span>
      ))}
      {queue.state !== 'running' && <StateBadge state={queue.state} />}
    </span>
  );
}
