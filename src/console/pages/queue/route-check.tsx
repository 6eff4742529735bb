/** Would a message with this key reach the queue? Asked of the broker; nothing is published. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import type { ExplanationJson, QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Field } from '../../widgets/field.js';
import { readJsonObject } from '../../widgets/json-object.js';
import { type RouteOutcome, routeOutcome } from './route-outcome.js';

interface RouteCheckProps {
  readonly queue: QueueJson;
  /** Those that are bound to it; the default one comes first. */
  readonly exchanges: readonly string[];
}

export function RouteCheck({ queue, exchanges }: RouteCheckProps) {
  const { api } = useConsole();
  const [exchange, setExchange] = useState(exchanges[0] ?? '');
  const [key, setKey] = useState('');
  const [headers, setHeaders] = useState('');
  const [outcome, setOutcome] = useState<RouteOutcome>();
  const check = async (): Promise<void> => {
    try {
      const where = path('/exchanges', queue.vhost, exchange === '' ? 'amq.default' : exchange);
      const properties = { headers: readJsonObject('headers', headers, '{"kind": "order"}') };
      const request = { routing_key: key, properties };
      const answer = await api.send('POST', `${where}/route`, request);
      setOutcome(routeOutcome(answer as ExplanationJson, queue.name));
    } catch (error) {
      setOutcome({ isGood: false, text: messageOf(error), nearest: [] });
    }
  };
  return (
    <>
      <h2>Where would a message go?</h2>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void check();
        }}
      >
        <label>
          Published to
          <select
            value={exchange}
            onChange={({ currentTarget }) => setExchange(currentTarget.value)}
          >
            {exchanges.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
            <option value="">the default exchange</option>
          </select>
        </label>
        <Field label="With the key" value={key} onValue={setKey} />
        <Field
          label="And headers, as JSON"
          placeholder="none"
          value={headers}
          onValue={setHeaders}
        />
        <button type="submit">Try</button>
      </form>
      {outcome !== undefined && (
        <div class={`notice ${outcome.isGood ? 'good' : 'warn'}`} role="status">
          <strong>{outcome.text}</strong>
          {outcome.nearest.length > 0 && (
            <>
              <p>The nearest bindings:</p>
              <ul class="nearest">
                {outcome.nearest.map((text) => (
                  <li key={text}>
                    <bdi>{text}</bdi>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </>
  );
}
