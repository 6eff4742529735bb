/** Which exchanges send messages to the queue, by which keys; adds bindings and takes them away. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import type { BindingJson, QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { readJsonObject } from '../../widgets/json-object.js';
import { Fault } from '../../widgets/notice.js';
import { ExchangeLink } from '../../widgets/links.js';
import { usePoll } from '../../widgets/use-poll.js';
import { Value } from '../../widgets/value.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { RouteCheck } from './route-check.js';

const INTERVAL_MS = 5_000;

export function BindingsPanel({ queue }: { readonly queue: QueueJson }) {
  const { api } = useConsole();
  const [removed, setRemoved] = useState<BindingJson>();
  const { data, fault, reload } = usePoll(
    `bindings of ${pathOfQueue(queue)}`,
    () => api.get<readonly BindingJson[]>(`${pathOfQueue(queue)}/bindings`),
    INTERVAL_MS,
  );
  // Each queue has that of the default exchange, and nobody can take it away.
  const own = data?.filter(({ source }) => source !== '');
  const exchanges = new Set(own?.map(({ source }) => source));
  return (
    <div class="charts">
      <section class="panel">
        <h2>Bindings</h2>
        <Fault fault={fault} />
        <p class={own?.length === 0 ? 'empty' : 'muted'}>
          {own?.length === 0
            ? 'None but that of the default exchange, by the queue’s name.'
            : 'Besides, the default exchange sends what has the queue’s name as routing key.'}
        </p>
        <ul class="bindings">
          {own?.map((binding) => (
            <li key={`${binding.source} ${binding.properties_key}`}>
              <span class="grow">
                <ExchangeLink vhost={queue.vhost} name={binding.source} />{' '}
                <code>
                  <bdi>{binding.routing_key}</bdi>
                </code>
                {Object.keys(binding.arguments).length > 0 && (
                  <Value value={binding.arguments} name="Arguments of the binding" />
                )}
              </span>
              <button
                type="button"
                class="small"
                aria-label={`Unbind ${binding.source} ${binding.routing_key}`}
                onClick={() => setRemoved(binding)}
              >
                Unbind
              </button>
            </li>
          ))}
        </ul>
        <BindForm queue={queue} onBound={reload} />
        {removed !== undefined && (
          <Confirmation
            title="Remove this binding?"
            verb="Unbind"
            isDangerous
            onClose={() => setRemoved(undefined)}
            onConfirm={async () => {
              await api.send('DELETE', pathOfBinding(removed));
              reload();
            }}
          >
            Messages of <bdi>{removed.source}</bdi> with the key “<bdi>{removed.routing_key}</bdi>”
            come no more.
          </Confirmation>
        )}
      </section>
      {own !== undefined && (
        <section class="panel">
          <RouteCheck queue={queue} exchanges={[...exchanges]} />
        </section>
      )}
    </div>
  );
}

interface BindFormProps {
  readonly queue: QueueJson;
  readonly onBound: () => void;
}

function BindForm({ queue, onBound }: BindFormProps) {
  const { api } = useConsole();
  const [exchange, setExchange] = useState('');
  const [key, setKey] = useState('');
  const [args, setArgs] = useState('');
  const [fault, setFault] = useState<string>();
  const bind = async (): Promise<void> => {
    try {
      const to = path(`${path('/bindings', queue.vhost)}/e`, exchange);
      await api.send('POST', `${to}/q/${encodeURIComponent(queue.name)}`, {
        routing_key: key,
        arguments: readJsonObject('arguments', args, '{"x-match": "all"}'),
      });
      setFault(undefined);
      setKey('');
      onBound();
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  return (
    <>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void bind();
        }}
      >
        <Field label="Exchange" value={exchange} onValue={setExchange} isRequired />
        <Field label="Routing key" value={key} onValue={setKey} />
        <Field label="Arguments, as JSON" placeholder="none" value={args} onValue={setArgs} />
        <button type="submit">Bind</button>
      </form>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

function pathOfBinding({ vhost, source, destination, properties_key: key }: BindingJson): string {
  return `${path('/bindings', vhost)}/e/${path(encodeURIComponent(source), 'q', destination, key)}`;
}
