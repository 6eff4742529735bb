/** Says why messages wait, each reason with what to do. Part of queue-page.tsx. */
import type { QueueDetailsJson } from '../../api/types.js';
import { refusals } from './arrivals.js';
import { type Holdup, holdupsOf } from './holdups.js';

export function HoldupList({ queue }: { readonly queue: QueueDetailsJson }) {
  return <Holdups holdups={[...holdupsOf(queue, Date.now()), ...refusals(queue)]} />;
}

export function Holdups({ holdups }: { readonly holdups: readonly Holdup[] }) {
  return (
    <>
      {holdups.map(({ title, remedy, isUsual = false }) => (
        <div key={title} class={`notice ${isUsual ? '' : 'warn'}`} role="status">
          <strong>{title}</strong>
          <p>{remedy}</p>
        </div>
      ))}
    </>
  );
}
