/** One step on the way of a message: what happened, when, and which queue or client it concerns. */
import { type ComponentChildren, Fragment } from 'preact';
import type { StepJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { timeOf } from './message-columns.js';
import { formatAfter, wordsOf } from './step-words.js';

/** As the broker calls whoever publishes and gets over HTTP: there is no connection to look at. */
const HTTP_API = 'the HTTP API';

interface StepViewProps {
  readonly vhost: string;
  readonly step: StepJson;
  /** The message came to more than one queue. */
  readonly hasCopies: boolean;
  readonly isFirst: boolean;
}

export function StepView({ vhost, step, hasCopies, isFirst }: StepViewProps) {
  const { title, tone, note } = wordsOf(step);
  return (
    <li class={`step ${tone}`}>
      <div class="step-head">
        <span>
          <b>{title}</b>{' '}
          {step.queue !== undefined && <Named page="queues" vhost={vhost} name={step.queue} />}{' '}
          {hasCopies && step.place > 0 && <span class="badge">copy {step.place}</span>}
        </span>
        <time title={timeOf(step.at)}>
          {isFirst ? timeOf(step.at) : formatAfter(step.after_ms)}
        </time>
      </div>
      {note !== undefined && <p class="muted">{note}</p>}
      <Where vhost={vhost} step={step} />
      <Client step={step} />
      {step.until !== undefined && <p class="muted">Until {timeOf(step.until)}.</p>}
      {step.route !== undefined && <Route vhost={vhost} route={step.route} />}
    </li>
  );
}

function Where({
  vhost,
  step: { exchange, routing_key: key, kind },
}: Pick<StepViewProps, 'vhost' | 'step'>) {
  if (exchange === undefined) return null;
  const verb = kind === 'held' || kind === 'released' ? 'at' : 'to';
  return (
    <p>
      {verb} <Named page="exchanges" vhost={vhost} name={exchange} />
      {key !== undefined && (
        <>
          {' with the key '}
          <code>
            <bdi>{key === '' ? '(none)' : key}</bdi>
          </code>
        </>
      )}
    </p>
  );
}

function Client({ step }: Pick<StepViewProps, 'step'>) {
  const { connection, channel, user, consumer_tag: tag, kind } = step;
  if (connection === undefined) return null;
  const name =
    connection === HTTP_API ? (
      connection
    ) : (
      <a href={formatRoute({ page: 'connections', names: [connection] })}>
        <bdi>{connection}</bdi>
      </a>
    );
  return (
    <p>
      {kind === 'published' ? 'by ' : 'to '}
      {tag !== undefined && (
        <>
          the consumer{' '}
          <code>
            <bdi>{tag}</bdi>
          </code>{' '}
          on{' '}
        </>
      )}
      {name}
      {connection !== HTTP_API && `, channel ${channel}`}
      {', user '}
      <bdi>{user}</bdi>
    </p>
  );
}

type RouteJson = NonNullable<StepJson['route']>;

function Route({ vhost, route }: { readonly vhost: string; readonly route: RouteJson }) {
  const { exchanges, queues, queues_count: count } = route;
  const bound = exchanges.filter(({ bindings, alternate_exchange: alternate }) => {
    return bindings.length > 0 || alternate !== null;
  });
  return (
    <ul class="bindings-taken">
      {bound.map(({ name, bindings, bindings_count: total, alternate_exchange: alternate }) => (
        <Fragment key={name}>
          {bindings.map((binding) => (
            <li key={`${name} ${binding.destination} ${binding.routing_key}`}>
              <Binding vhost={vhost} source={name} binding={binding} />
            </li>
          ))}
          {total > bindings.length && (
            <li class="muted">
              and {(total - bindings.length).toLocaleString('en')} more bindings
            </li>
          )}
          {alternate !== null && (
            <li>
              No binding of <Named page="exchanges" vhost={vhost} name={name} /> matches: to its
              alternate exchange <Named page="exchanges" vhost={vhost} name={alternate} />
            </li>
          )}
        </Fragment>
      ))}
      {bound.length === 0 && count > 0 && (
        <li class="muted">
          By the name of the queue: <bdi>{queues.join(', ')}</bdi>
        </li>
      )}
    </ul>
  );
}

interface BindingProps {
  readonly vhost: string;
  readonly source: string;
  readonly binding: RouteJson['exchanges'][number]['bindings'][number];
}

function Binding({ vhost, source, binding }: BindingProps) {
  const { destination, destination_type: type, routing_key: key } = binding;
  const hasArguments = Object.keys(binding.arguments).length > 0;
  return (
    <>
      <Named page="exchanges" vhost={vhost} name={source} />
      {' — '}
      <code>
        <bdi>{key === '' ? '(no key)' : key}</bdi>
        {hasArguments && ` ${JSON.stringify(binding.arguments)}`}
      </code>
      {' → '}
      <Named page={type === 'queue' ? 'queues' : 'exchanges'} vhost={vhost} name={destination} />
    </>
  );
}

interface NamedProps {
  readonly page: 'queues' | 'exchanges';
  readonly vhost: string;
  readonly name: string;
}

function Named({ page, vhost, name }: NamedProps): ComponentChildren {
  if (name === '') return <span class="muted">the default exchange</span>;
  return (
    <a href={formatRoute({ page, names: [vhost, name] })}>
      <bdi>{name}</bdi>
    </a>
  );
}
