/** Replays and moves of a queue, under way or over: progress, result, cancel. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import type { ReplayJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { LetterGroups } from './letter-groups.js';
import { replaySummary, stateText } from './replay-request.js';

interface ReplayListProps {
  readonly replays: readonly ReplayJson[];
  readonly onChange: () => void;
}

export function ReplayList({ replays, onChange }: ReplayListProps) {
  // A dry run that is over stands with its form.
  const shown = replays.filter(({ dry_run: isDry, state }) => !isDry || state === 'running');
  return (
    <section class="panel wide">
      <h2>Under way and over</h2>
      {shown.length === 0 && (
        <p class="empty">None since the broker started, or they are long over.</p>
      )}
      {[...shown].reverse().map((replay) => (
        <ReplayItem key={replay.id} replay={replay} onChange={onChange} />
      ))}
    </section>
  );
}

interface ReplayItemProps {
  readonly replay: ReplayJson;
  readonly onChange: () => void;
}

function ReplayItem({ replay, onChange }: ReplayItemProps) {
  const { api } = useConsole();
  const [fault, setFault] = useState<string>();
  const { id, state, target, messages, examined, started_at: startedAt } = replay;
  const name = `${replay.dry_run ? 'Dry run' : target === null ? 'Replay' : 'Move'} ${id}`;
  const cancel = async (): Promise<void> => {
    try {
      await api.send('DELETE', path('/replays', id));
      setFault(undefined);
      onChange();
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  return (
    <article class="message">
      <header>
        <b>{name}</b>
        {target !== null && (
          <span>
            to <bdi>{target}</bdi>
          </span>
        )}
        <span class={`badge ${state === 'running' ? 'warn' : ''}`}>{stateText(replay)}</span>
        <span class="muted">{new Date(startedAt).toLocaleTimeString('en-GB')}</span>
        <span>{replaySummary(replay)}</span>
        <span class="spring" />
        {state === 'running' && (
          <button
            type="button"
            class="small"
            aria-label={`Cancel ${name}`}
            onClick={() => void cancel()}
          >
            Cancel
          </button>
        )}
      </header>
      {state === 'running' && (
        <progress
          max={Math.max(messages, 1)}
          value={Math.min(examined, messages)}
          aria-label={`How far is ${name}`}
        />
      )}
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {state !== 'running' && <LetterGroups replay={replay} />}
    </article>
  );
}
