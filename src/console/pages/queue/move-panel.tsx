/** Moves all messages to another queue, after a dry run. Part of transfer-tab.tsx. */
import { useState } from 'preact/hooks';
import { Field } from '../../widgets/field.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { DryRun } from './dry-run.js';
import type { TransferPanelProps } from './replay-panel.js';
import { EMPTY_REPLAY, replayTerms } from './replay-request.js';

export function MovePanel({ queue, replays, onStarted }: TransferPanelProps) {
  const [target, setTarget] = useState('');
  const [search, setSearch] = useState('');
  const [perSecond, setPerSecond] = useState('');
  const form = { ...EMPTY_REPLAY, search, perSecond };
  return (
    <section class="panel">
      <h2>Move messages to another queue</h2>
      <p class="muted">All that are ready now, the oldest first. What consumers hold stays.</p>
      <DryRun
        where={`${pathOfQueue(queue)}/messages/move`}
        body={(isDryRun) => ({ queue: target, ...replayTerms(form, isDryRun) })}
        verb="Move"
        replays={replays}
        onStarted={onStarted}
      >
        <Field label="Target queue" value={target} onValue={setTarget} isRequired />
        <Field label="Holding the text" placeholder="any" value={search} onValue={setSearch} />
        <Field
          label="Messages per second"
          placeholder="as fast as it goes"
          value={perSecond}
          onValue={setPerSecond}
        />
      </DryRun>
    </section>
  );
}
