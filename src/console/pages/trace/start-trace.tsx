/** Says whose messages are to be followed, and for how long. */
import { useEffect, useId, useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { mayMonitor } from '../../api/may.js';
import type { TraceJson } from '../../api/types.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole, useTags } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';

const KINDS = [
  { value: 'queue', title: 'a queue', label: 'Name of the queue' },
  { value: 'exchange', title: 'an exchange', label: 'Name of the exchange' },
  { value: 'correlation_id', title: 'a correlation id', label: 'Correlation id' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const DURATIONS = [
  { seconds: 60, title: '1 minute' },
  { seconds: 600, title: '10 minutes' },
  { seconds: 1_800, title: '30 minutes' },
  { seconds: 3_600, title: '1 hour' },
] as const;
const SECONDS_DEFAULT = 600;
const SUGGESTION_COUNT = 50;
/** Asked when one pauses in typing. */
const SUGGESTION_DELAY_MS = 200;

interface StartTraceProps {
  /** "queue", "exchange" or "correlation_id", and "vhost", of whoever links here. */
  readonly query: Readonly<Record<string, string>>;
  readonly onStart: () => void;
}

export function StartTrace({ query, onStart }: StartTraceProps) {
  const { api } = useConsole();
  const tags = useTags();
  const asked = KINDS.find(({ value }) => query[value] !== undefined)?.value;
  const [kind, setKind] = useState<Kind>(asked ?? 'queue');
  const [name, setName] = useState(asked === undefined ? '' : (query[asked] ?? ''));
  const [seconds, setSeconds] = useState(SECONDS_DEFAULT);
  const vhosts = useVhosts();
  const [chosenVhost, setVhost] = useState(query['vhost']);
  const vhost = chosenVhost ?? vhosts[0] ?? '/';
  // What concerns every queue is for whoever may see them all.
  const kinds = KINDS.filter(({ value }) => value !== 'correlation_id' || mayMonitor(tags));
  const start = async (): Promise<void> => {
    const body = { [kind]: name, seconds };
    const trace = (await api.send('POST', path('/traces', vhost), body)) as TraceJson;
    goTo({ page: 'trace', names: [trace.vhost, trace.id] });
    onStart();
  };
  return (
    <section class="panel" aria-label="Start a trace">
      <ActionForm verb="Start" onSubmit={start} isRow>
        <label>
          Follow messages of
          <select
            value={kind}
            onChange={({ currentTarget }) => setKind(currentTarget.value as Kind)}
          >
            {kinds.map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <NameField
          key={kind}
          kind={kind}
          vhost={vhosts.includes(vhost) ? vhost : undefined}
          name={name}
          onName={setName}
        />
        {vhosts.length > 1 && (
          <label>
            Vhost
            <select value={vhost} onChange={({ currentTarget }) => setVhost(currentTarget.value)}>
              {vhosts.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          For
          <select
            value={seconds}
            onChange={({ currentTarget }) => setSeconds(Number(currentTarget.value))}
          >
            {DURATIONS.map((each) => (
              <option key={each.seconds} value={each.seconds}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
      </ActionForm>
    </section>
  );
}

function useVhosts(): readonly string[] {
  const { api } = useConsole();
  const [vhosts, setVhosts] = useState<readonly string[]>([]);
  useEffect(() => {
    void api.get<readonly { readonly name: string }[]>('/vhosts', { columns: 'name' }).then(
      (all) => setVhosts(all.map(({ name }) => name)),
      // Without the list the default one can be traced; the start says what is wrong with it.
      () => setVhosts([]),
    );
  }, [api]);
  return vhosts;
}

interface NameFieldProps {
  readonly kind: Kind;
  /** If one may see it. */
  readonly vhost: string | undefined;
  readonly name: string;
  readonly onName: (name: string) => void;
}

/** Suggests names that there are. */
function NameField({ kind, vhost, name, onName }: NameFieldProps) {
  const id = useId();
  const suggestions = useSuggestions(kind, vhost, name);
  return (
    <label class="wide">
      {KINDS.find(({ value }) => value === kind)?.label}
      <input
        list={id}
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        required
        placeholder={kind === 'exchange' ? 'amq.default is the default exchange' : undefined}
        value={name}
        onInput={({ currentTarget }) => onName(currentTarget.value)}
      />
      <datalist id={id}>
        {suggestions.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </label>
  );
}

function useSuggestions(kind: Kind, vhost: string | undefined, name: string): readonly string[] {
  const { api } = useConsole();
  const [suggestions, setSuggestions] = useState<readonly string[]>([]);
  useEffect(() => {
    if (kind === 'correlation_id' || vhost === undefined) return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const where = path(kind === 'queue' ? '/queues' : '/exchanges', vhost);
      const page = { page: 1, page_size: SUGGESTION_COUNT, name, columns: 'name' };
      const { items } = await api.get<{ readonly items: readonly { readonly name: string }[] }>(
        where,
        { ...page, disable_stats: 'true' },
      );
      if (!isOver) setSuggestions(items.map((each) => each.name).filter((each) => each !== ''));
    };
    const timer = window.setTimeout(() => {
      // They only spare typing.
      void ask().catch(() => setSuggestions([]));
    }, SUGGESTION_DELAY_MS);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [api, kind, vhost, name]);
  return suggestions;
}
