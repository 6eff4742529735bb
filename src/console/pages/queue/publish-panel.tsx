/** Publishes a message straight to the queue, by the default exchange. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import type { QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Field } from '../../widgets/field.js';
import { publishRequest } from './publish-request.js';

interface PublishPanelProps {
  readonly queue: QueueJson;
  readonly onChange: () => void;
}

type Outcome = { readonly isGood: boolean; readonly text: string };

export function PublishPanel({ queue, onChange }: PublishPanelProps) {
  const { api } = useConsole();
  const [payload, setPayload] = useState('');
  const [contentType, setContentType] = useState('');
  const [headers, setHeaders] = useState('');
  const [isPersistent, setPersistent] = useState(true);
  const [outcome, setOutcome] = useState<Outcome>();
  const publish = async (): Promise<void> => {
    try {
      const form = { routingKey: queue.name, payload, contentType, headers, isPersistent };
      const to = `${path('/exchanges', queue.vhost, 'amq.default')}/publish`;
      const answer = (await api.send('POST', to, publishRequest(form))) as { routed: boolean };
      setOutcome(
        answer.routed
          ? { isGood: true, text: 'Published: the queue has it.' }
          : { isGood: false, text: 'No queue took it.' },
      );
      onChange();
    } catch (error) {
      setOutcome({ isGood: false, text: messageOf(error) });
    }
  };
  return (
    <section class="panel">
      <h2>Publish to this queue</h2>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void publish();
        }}
      >
        <label>
          Body
          <textarea
            rows={5}
            spellcheck={false}
            value={payload}
            onInput={({ currentTarget }) => setPayload(currentTarget.value)}
          />
        </label>
        <Field
          label="Content type"
          placeholder="application/json"
          value={contentType}
          onValue={setContentType}
        />
        <Field
          label="Headers, as JSON"
          placeholder={'{"tenant": "blue"}'}
          value={headers}
          onValue={setHeaders}
        />
        <label class="inline">
          <input
            type="checkbox"
            checked={isPersistent}
            onChange={({ currentTarget }) => setPersistent(currentTarget.checked)}
          />
          Persistent
        </label>
        <button type="submit">Publish</button>
      </form>
      {outcome !== undefined && (
        <p class={`notice ${outcome.isGood ? 'good' : 'bad'}`} role="status">
          {outcome.text}
        </p>
      )}
    </section>
  );
}
