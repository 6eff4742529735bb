/** "Where would this message go?": asked of the broker, which publishes nothing. */
import { useState } from 'preact/hooks';
import type { BindingJson, ExchangeJson, ExplanationJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Field } from '../../widgets/field.js';
import { readJsonObject } from '../../widgets/json-object.js';
import { ExchangeLink, QueueLink } from '../../widgets/links.js';
import { pathOfExchange } from '../exchanges/exchange-columns.js';
import { distanceText, stepText, verdictOf } from './route-text.js';

/** Of queues, and of the bindings of one exchange. */
const SHOWN_MAX = 50;

export function RoutePanel({ exchange }: { readonly exchange: ExchangeJson }) {
  const { api } = useConsole();
  const [key, setKey] = useState('');
  const [headers, setHeaders] = useState('');
  const [told, setTold] = useState<ExplanationJson>();
  const ask = async (): Promise<void> => {
    setTold(undefined);
    const properties = { headers: readJsonObject('headers', headers) };
    const request = { routing_key: key, properties };
    setTold((await api.send('POST', `${pathOfExchange(exchange)}/route`, request)) as typeof told);
  };
  return (
    <section class="panel">
      <h2>Where would a message go?</h2>
      <p class="muted">Nothing is published.</p>
      <ActionForm verb="Find out" onSubmit={ask} isRow>
        <Field label="Routing key" value={key} onValue={setKey} />
        <Field
          label="Headers, as JSON"
          placeholder={'{"tenant": "blue"}'}
          value={headers}
          onValue={setHeaders}
        />
      </ActionForm>
      {told !== undefined && <Outcome told={told} vhost={exchange.vhost} />}
    </section>
  );
}

interface OutcomeProps {
  readonly told: ExplanationJson;
  readonly vhost: string;
}

function Outcome({ told, vhost }: OutcomeProps) {
  const { isGood, text } = verdictOf(told);
  return (
    <>
      <p class={`notice ${isGood ? 'good' : 'warn'}`} role="status">
        {text}
      </p>
      <ul class="bindings" aria-label="Queues that it would go to">
        {told.queues.slice(0, SHOWN_MAX).map((queue) => (
          <li key={queue.name}>
            <span class="grow">
              <QueueLink vhost={queue.vhost} name={queue.name} />
            </span>
            {queue.certainty === 'possible' && <span class="badge">perhaps</span>}
          </li>
        ))}
        <More count={told.queues.length - SHOWN_MAX} />
      </ul>
      <h3>On its way</h3>
      <ol class="steps">
        {told.steps.map((step) => (
          <li key={step.exchange}>
            <p>
              <ExchangeLink vhost={vhost} name={step.exchange} />{' '}
              <span class="badge">{step.type}</span> {stepText(step)}
            </p>
            <ul class="bindings">
              {step.bindings.slice(0, SHOWN_MAX).map((binding) => (
                <BindingLine key={keyOf(binding)} binding={binding} />
              ))}
              <More count={step.binding_count - SHOWN_MAX} />
            </ul>
            {step.nearest_bindings.length > 0 && (
              <>
                <p class="muted">The nearest that do not match:</p>
                <ul class="bindings">
                  {step.nearest_bindings.map((near) => (
                    <BindingLine key={keyOf(near)} binding={near} note={distanceText(near)} />
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ol>
      {told.truncated && <p class="muted">There are more exchanges on the way.</p>}
    </>
  );
}

interface BindingLineProps {
  readonly binding: BindingJson;
  readonly note?: string;
}

function BindingLine({ binding, note }: BindingLineProps) {
  const { vhost, destination: name, destination_type: kind, routing_key: key } = binding;
  return (
    <li>
      <span class="grow">
        {key === '' ? <span class="muted">without a key</span> : <KeyText text={key} />}
        {Object.keys(binding.arguments).length > 0 && (
          <KeyText text={JSON.stringify(binding.arguments)} />
        )}
        {' → '}
        {kind === 'queue' ? (
          <QueueLink vhost={vhost} name={name} />
        ) : (
          <ExchangeLink vhost={vhost} name={name} />
        )}
      </span>
      {note !== undefined && <span class="badge">{note}</span>}
    </li>
  );
}

function KeyText({ text }: { readonly text: string }) {
  return (
    <>
      <code>
        <bdi>{text}</bdi>
      </code>{' '}
    </>
  );
}

function More({ count }: { readonly count: number }) {
  return count <= 0 ? null : <li class="muted">and {count.toLocaleString('en')} more</li>;
}

function keyOf({ destination_type: kind, destination, properties_key: key }: BindingJson): string {
  return `${kind} ${destination} ${key}`;
}
