/** What the picture is to show: vhost, filter, how much. The address holds it all. */
import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../format/numbers.js';
import { changeQuery } from '../../routing/use-route.js';
import { FILTER_ID } from '../../shell/keyboard.js';
import type { ToldTopology } from './use-topology.js';

export type Query = Readonly<Record<string, string>>;

export const LIMIT_USUAL = 150;
const LIMITS = [50, LIMIT_USUAL, 400, 1_000];
/** The address follows when one pauses in typing. */
const TYPING_MS = 200;

interface ControlsProps {
  readonly vhost: string;
  readonly vhosts: readonly string[];
  readonly filter: string;
  readonly limit: number;
  readonly told: ToldTopology;
}

export function Controls({ vhost, vhosts, filter, limit, told }: ControlsProps) {
  const [text, setText] = useState(filter);
  useEffect(() => {
    const timer = window.setTimeout(() => changeQuery({ filter: text }), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  const known = vhosts.includes(vhost) ? vhosts : [vhost, ...vhosts];
  return (
    <div class="toolbar topology-controls">
      <label>
        Vhost
        <select
          value={vhost}
          onChange={({ currentTarget }) =>
            changeQuery({ vhost: currentTarget.value, exchange: '', key: '', headers: '' })
          }
        >
          {known.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Show at most
        <select
          value={String(limit)}
          onChange={({ currentTarget: { value } }) =>
            changeQuery({ limit: value === String(LIMIT_USUAL) ? '' : value })
          }
        >
          {LIMITS.map((each) => (
            <option key={each} value={String(each)}>
              {each.toLocaleString('en')}
            </option>
          ))}
        </select>
      </label>
      <input
        id={FILTER_ID}
        type="search"
        placeholder="Filter   ( / )"
        title="Words of names; what is connected to them is shown, too"
        aria-label="Filter exchanges and queues"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <Count told={told} filter={filter} />
    </div>
  );
}

function Count({ told, filter }: { readonly told: ToldTopology; readonly filter: string }) {
  const { topology, renew } = told;
  if (topology === undefined) return null;
  const { exchanges, queues, wanted_count: wanted } = topology;
  const shown = exchanges.length + queues.length;
  const isCut = wanted > shown;
  return (
    <>
      <span class="count" role="status">
        {isCut
          ? `${formatCount(shown)} of ${formatCount(wanted)} shown, ${hint(filter)}`
          : `${countOf(exchanges.length, 'exchange')}, ${countOf(queues.length, 'queue')}`}
      </span>
      {isCut && (
        <button type="button" class="small" onClick={renew}>
          Show the busiest now
        </button>
      )}
    </>
  );
}

function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function hint(filter: string): string {
  return filter.trim() === '' ? 'filter to see others' : 'filter further to see others';
}
