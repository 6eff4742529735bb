/** Sends dead letters back to where they came from, after a dry run. Part of transfer-tab.tsx. */
import { useState } from 'preact/hooks';
import type { QueueJson, ReplayJson } from '../../api/types.js';
import { Field } from '../../widgets/field.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { DryRun } from './dry-run.js';
import { EMPTY_REPLAY, REASONS, type ReplayForm, replayTerms } from './replay-request.js';

export interface TransferPanelProps {
  readonly queue: QueueJson;
  /** Those of this queue. */
  readonly replays: readonly ReplayJson[];
  readonly onStarted: () => void;
}

export function ReplayPanel({ queue, replays, onStarted }: TransferPanelProps) {
  const [form, setForm] = useState(EMPTY_REPLAY);
  const change = (part: Partial<ReplayForm>): void => setForm({ ...form, ...part });
  return (
    <section class="panel">
      <h2>Send dead letters back</h2>
      <p class="muted">
        To where the headers of each say that it came from. What is no dead letter stays.
      </p>
      <DryRun
        where={`${pathOfQueue(queue)}/replays`}
        body={(isDryRun) => ({ to: form.to, ...replayTerms(form, isDryRun) })}
        verb="Send back"
        replays={replays}
        onStarted={onStarted}
      >
        <label>
          To
          <select
            value={form.to}
            onChange={({ currentTarget }) =>
              change({ to: currentTarget.value === 'exchange' ? 'exchange' : 'queue' })
            }
          >
            <option value="queue">the queue in which it died first</option>
            <option value="exchange">the exchange to which it was published</option>
          </select>
        </label>
        <label>
          Died because
          <select
            value={form.reason}
            onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
          >
            <option value="">of any reason</option>
            {REASONS.map(({ reason, title }) => (
              <option key={reason} value={reason}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <Field
          label="Died in the queue"
          placeholder="any"
          value={form.fromQueue}
          onValue={(fromQueue) => change({ fromQueue })}
        />
        <Field
          label="Holds the text"
          placeholder="any"
          value={form.search}
          onValue={(search) => change({ search })}
        />
        <Field
          label="Messages per second"
          placeholder="as fast as it goes"
          value={form.perSecond}
          onValue={(perSecond) => change({ perSecond })}
        />
      </DryRun>
    </section>
  );
}
