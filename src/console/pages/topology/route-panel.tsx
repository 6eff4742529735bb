/** Where would a message go? Asks for exchange, key and headers, and tells the way in words. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import type { BindingJson, ExplanationJson } from '../../api/types.js';
import { changeQuery } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Field } from '../../widgets/field.js';
import { readJsonObject } from '../../widgets/json-object.js';
import { Fault } from '../../widgets/notice.js';
import { type Polled, usePoll } from '../../widgets/use-poll.js';
import { distanceText, verdictOf } from '../exchange/route-text.js';
import { NodeLink } from './node-link.js';
import { DEFAULT_EXCHANGE, HEADERS_EXAMPLE } from './use-dry-run.js';
import { notesOf } from './way.js';

type Step = ExplanationJson['steps'][number];
type Query = Readonly<Record<string, string>>;

const NAMES_INTERVAL_MS = 30_000;
/** So many are suggested; any other can be typed. */
const NAMES_MAX = 500;

interface RoutePanelProps {
  readonly vhost: string;
  readonly query: Query;
  readonly dryRun: Polled<ExplanationJson | undefined>;
}

export function RoutePanel({ vhost, query, dryRun }: RoutePanelProps) {
  return (
    <section class="panel">
      <h2>Where would a message go?</h2>
      <RouteForm vhost={vhost} query={query} />
      <Fault fault={dryRun.fault} />
      {dryRun.data !== undefined && <Explanation vhost={vhost} route={dryRun.data} />}
    </section>
  );
}

function RouteForm({ vhost, query }: { readonly vhost: string; readonly query: Query }) {
  const [exchange, setExchange] = useState(query['exchange'] ?? '');
  const [key, setKey] = useState(query['key'] ?? '');
  const [headers, setHeaders] = useState(query['headers'] ?? '');
  const [fault, setFault] = useState<string>();
  const names = useExchangeNames(vhost);
  const ask = (): void => {
    try {
      readJsonObject('headers', headers);
      setFault(undefined);
      changeQuery({ exchange: exchange === '' ? DEFAULT_EXCHANGE : exchange, key, headers });
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  const clear = (): void => {
    for (const set of [setExchange, setKey, setHeaders]) set('');
    setFault(undefined);
    changeQuery({ exchange: '', key: '', headers: '' });
  };
  return (
    <>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          ask();
        }}
      >
        <label>
          Exchange
          <input
            list="topology-exchanges"
            placeholder={DEFAULT_EXCHANGE}
            spellcheck={false}
            value={exchange}
            onInput={({ currentTarget }) => setExchange(currentTarget.value)}
          />
        </label>
        <datalist id="topology-exchanges">
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field label="Routing key" value={key} onValue={setKey} />
        <Field
          label="Headers, as JSON"
          placeholder={HEADERS_EXAMPLE}
          value={headers}
          onValue={setHeaders}
        />
        <button type="submit">Show the way</button>
        {query['exchange'] !== undefined && (
          <button type="button" onClick={clear}>
            Clear
          </button>
        )}
      </form>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

function useExchangeNames(vhost: string): readonly string[] {
  const { api } = useConsole();
  const { data } = usePoll(
    `exchanges of ${vhost}`,
    () =>
      api.get<{ readonly items: readonly { readonly name: string }[] }>(path('/exchanges', vhost), {
        page: 1,
        page_size: NAMES_MAX,
        columns: 'name',
      }),
    NAMES_INTERVAL_MS,
  );
  return (data?.items ?? []).map(({ name }) => (name === '' ? DEFAULT_EXCHANGE : name));
}

interface ExplanationProps {
  readonly vhost: string;
  readonly route: ExplanationJson;
}

function Explanation({ vhost, route }: ExplanationProps) {
  const { isGood, text } = verdictOf(route);
  return (
    <>
      <p class={`notice ${isGood ? 'good' : 'warn'}`} role="status">
        <strong>{text}</strong>
      </p>
      <ol class="topology-way">
        {route.steps.map((step) => (
          <StepItem key={step.exchange} vhost={vhost} step={step} />
        ))}
      </ol>
      {route.queues.length > 0 && (
        <ul class="topology-way tight">
          {route.queues.map(({ name, certainty }) => (
            <li key={name}>
              <NodeLink vhost={vhost} kind="queue" name={name} />{' '}
              <span class="muted">{certainty === 'certain' ? 'gets it' : 'perhaps gets it'}</span>
            </li>
          ))}
        </ul>
      )}
      {route.truncated && <p class="muted">There are more exchanges on the way than are told.</p>}
    </>
  );
}

interface StepProps {
  readonly vhost: string;
  readonly step: Step;
}

function StepItem({ vhost, step }: StepProps) {
  const { exchange, type, bindings, alternate_exchange: alternate } = step;
  const isUnmatched = step.binding_count === 0 && !step.duplicate && exchange !== '';
  return (
    <li>
      <NodeLink vhost={vhost} kind="exchange" name={exchange} />
      <span class="muted"> {type} </span>
      {notesOf(step).join(' ')}
      <ul>
        {bindings.map((binding) => (
          <li key={keyOf(binding)}>
            to the <End vhost={vhost} binding={binding} /> <BindingText binding={binding} />
          </li>
        ))}
        {isUnmatched && <li>No binding matches.</li>}
        {alternate !== null && (
          <li>
            so on to the alternate exchange{' '}
            <NodeLink vhost={vhost} kind="exchange" name={alternate} />
          </li>
        )}
      </ul>
      <Nearest vhost={vhost} step={step} />
    </li>
  );
}

function Nearest({ vhost, step }: StepProps) {
  const { exchange, nearest_bindings: near } = step;
  if (near.length === 0) return null;
  return (
    <>
      <p>{exchange === '' ? 'Queues of nearly this name:' : 'The nearest bindings:'}</p>
      <ul>
        {near.map((binding) => (
          <li key={keyOf(binding)}>
            <BindingText binding={binding} /> to the <End vhost={vhost} binding={binding} />{' '}
            <span class="muted">
              {[distanceText(binding), ...binding.unmet_arguments].join(': ')}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface BindingProps {
  readonly binding: BindingJson;
}

function keyOf({ destination_type: kind, destination, properties_key: key }: BindingJson): string {
  return JSON.stringify([kind, destination, key]);
}

function End({ vhost, binding }: BindingProps & { readonly vhost: string }) {
  const { destination_type: kind, destination } = binding;
  return (
    <>
      {kind} <NodeLink vhost={vhost} kind={kind} name={destination} />
    </>
  );
}

function BindingText({ binding }: BindingProps) {
  const hasArguments = Object.keys(binding.arguments).length > 0;
  const text = hasArguments ? JSON.stringify(binding.arguments) : binding.routing_key;
  if (text === '') return <span class="muted">(empty key)</span>;
  return (
    <code>
      <bdi>{text}</bdi>
    </code>
  );
}
