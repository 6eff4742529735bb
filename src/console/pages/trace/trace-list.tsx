/** The traces that there are: what each follows, how it stands, and how it is ended. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { TraceJson } from '../../api/types.js';
import { formatCount, formatDuration } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Fault } from '../../widgets/notice.js';

type Chosen = Pick<TraceJson, 'vhost' | 'id'>;

interface TraceListProps {
  readonly traces: readonly TraceJson[];
  readonly chosen: Chosen | undefined;
  readonly onChange: () => void;
}

export function TraceList({ traces, chosen, onChange }: TraceListProps) {
  const newest = [...traces].sort((a, b) => b.started_at - a.started_at);
  return (
    <section class="panel" aria-label="Traces">
      <ul class="traces">
        {newest.map((trace) => (
          <TraceRow
            key={trace.id}
            trace={trace}
            isChosen={trace.id === chosen?.id && trace.vhost === chosen.vhost}
            onChange={onChange}
          />
        ))}
      </ul>
    </section>
  );
}

interface TraceRowProps {
  readonly trace: TraceJson;
  readonly isChosen: boolean;
  readonly onChange: () => void;
}

function TraceRow({ trace, isChosen, onChange }: TraceRowProps) {
  const { api } = useConsole();
  const [isAsking, setAsking] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const where = path('/traces', trace.vhost, trace.id);
  const stop = async (): Promise<void> => {
    setFault(undefined);
    try {
      await api.send('PUT', `${where}/stop`);
    } catch (error) {
      setFault(error);
    }
    onChange();
  };
  const forget = async (): Promise<void> => {
    await api.send('DELETE', where);
    if (isChosen) goTo({ page: 'trace' });
    onChange();
  };
  const name = subjectOf(trace);
  return (
    <li class={isChosen ? 'chosen' : ''}>
      <a
        href={formatRoute({ page: 'trace', names: [trace.vhost, trace.id] })}
        aria-current={isChosen ? 'true' : undefined}
        title={name.text}
      >
        {name.kind} <bdi>{name.text}</bdi>
      </a>
      <span class="muted">
        in <bdi>{trace.vhost}</bdi>, by <bdi>{trace.user}</bdi>
      </span>
      <TraceState trace={trace} />
      <span class="spring" />
      {trace.state === 'running' && (
        <button
          type="button"
          class="small"
          aria-label={`Stop: ${name.kind} ${name.text}`}
          onClick={() => void stop()}
        >
          Stop
        </button>
      )}
      <button
        type="button"
        class="small danger"
        aria-label={`Delete: ${name.kind} ${name.text}`}
        onClick={() => setAsking(true)}
      >
        Delete
      </button>
      <Fault fault={fault} />
      {isAsking && (
        <Confirmation
          title="Delete this trace?"
          verb="Delete the trace"
          isDangerous
          onClose={() => setAsking(false)}
          onConfirm={forget}
        >
          What it has seen is forgotten. The messages themselves stay where they are.
        </Confirmation>
      )}
    </li>
  );
}

function TraceState({ trace }: { readonly trace: TraceJson }) {
  const { messages_seen: seen, messages_gone: gone, messages_kept: kept } = trace;
  return (
    <>
      <span class={`badge ${trace.state === 'running' ? 'good' : ''}`}>
        {trace.state === 'running' ? `ends in ${formatDuration(trace.ends_in_ms)}` : 'ended'}
      </span>
      <span title={seen.toLocaleString('en')}>
        {formatCount(seen)} {seen === 1 ? 'message' : 'messages'}
      </span>
      {gone > 0 && <span class="badge warn">full: the latest {formatCount(kept)} are kept</span>}
    </>
  );
}

export function subjectOf({ exchange, queue, correlation_id: correlationId }: TraceJson) {
  if (queue !== null) return { kind: 'queue', text: queue };
  if (correlationId !== null) return { kind: 'correlation id', text: correlationId };
  return { kind: 'exchange', text: exchange === '' ? '(default exchange)' : (exchange ?? '') };
}
