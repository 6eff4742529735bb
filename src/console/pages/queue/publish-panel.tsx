/** Publishes messages to an exchange, or by the default one to a queue; also from templates. */
import { useState } from 'preact/hooks';
import { messageOf, path } from '../../api/client.js';
import { formatWhole } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { performAll } from '../../table/perform-all.js';
import { Field } from '../../widgets/field.js';
import { EMPTY_FORM, type PublishForm, publishRequest } from './publish-request.js';
import { TemplateBar } from './template-bar.js';

interface PublishPanelProps {
  readonly vhost: string;
  /** Its name in paths; the default exchange leads to the queue of the key. */
  readonly exchange: string;
  /** Asked for unless it is given: the name of a queue. */
  readonly routingKey?: string;
  readonly onChange: () => void;
}

interface Outcome {
  readonly isGood: boolean;
  readonly text: string;
}

const REPEAT_MAX = 10_000;

export function PublishPanel(props: PublishPanelProps) {
  const { vhost, exchange, routingKey, onChange } = props;
  const { api } = useConsole();
  const [key, setKey] = useState('');
  const [form, setForm] = useState(EMPTY_FORM);
  const [repeat, setRepeat] = useState(1);
  const [doneCount, setDoneCount] = useState<number>();
  const [outcome, setOutcome] = useState<Outcome>();
  const publish = async (): Promise<void> => {
    setOutcome(undefined);
    try {
      const request = publishRequest(routingKey ?? key, form);
      const to = `${path('/exchanges', vhost, exchange)}/publish`;
      let routedCount = 0;
      const one = async (): Promise<void> => {
        const answer = (await api.send('POST', to, request)) as { routed: boolean };
        if (answer.routed) routedCount++;
      };
      setDoneCount(0);
      const failures = await performAll([...Array(repeat).keys()], one, setDoneCount);
      const taker = routingKey === undefined ? 'a queue' : 'the queue';
      setOutcome(outcomeOf({ repeat, routedCount, error: failures[0]?.error, taker }));
      onChange();
    } catch (error) {
      setOutcome({ isGood: false, text: messageOf(error) });
    }
    setDoneCount(undefined);
  };
  return (
    <section class="panel">
      <h2>Publish to this {routingKey === undefined ? 'exchange' : 'queue'}</h2>
      <TemplateBar form={form} onChoose={setForm} />
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void publish();
        }}
      >
        {routingKey === undefined && <Field label="Routing key" value={key} onValue={setKey} />}
        <MessageFields form={form} onForm={setForm} />
        <div class="row-end">
          <label class="short">
            Times
            <input
              type="number"
              min={1}
              max={REPEAT_MAX}
              value={repeat}
              onInput={({ currentTarget }) => setRepeat(currentTarget.valueAsNumber || 1)}
            />
          </label>
          <button type="submit" class="primary" disabled={doneCount !== undefined}>
            {doneCount === undefined ? 'Publish' : 'Publishing…'}
          </button>
        </div>
      </form>
      {doneCount !== undefined && repeat > 1 && (
        <progress max={repeat} value={doneCount} aria-label="Messages published" />
      )}
      {outcome !== undefined && (
        <p class={`notice ${outcome.isGood ? 'good' : 'bad'}`} role="status">
          {outcome.text}
        </p>
      )}
    </section>
  );
}

interface MessageFieldsProps {
  readonly form: PublishForm;
  readonly onForm: (form: PublishForm) => void;
}

function MessageFields({ form, onForm }: MessageFieldsProps) {
  const change = (part: Partial<PublishForm>): void => onForm({ ...form, ...part });
  return (
    <>
      <label>
        Body
        <textarea
          rows={8}
          spellcheck={false}
          value={form.payload}
          onInput={({ currentTarget }) => change({ payload: currentTarget.value })}
        />
      </label>
      <Field
        label="Content type"
        placeholder="application/json"
        value={form.contentType}
        onValue={(contentType) => change({ contentType })}
      />
      <Field
        label="Headers, as JSON"
        placeholder={'{"tenant": "blue"}'}
        value={form.headers}
        onValue={(headers) => change({ headers })}
      />
      <Field
        label="More properties, as JSON"
        placeholder={'{"priority": 5, "expiration": "60000", "correlation_id": "7"}'}
        value={form.properties}
        onValue={(properties) => change({ properties })}
      />
      <label class="inline">
        <input
          type="checkbox"
          checked={form.isPersistent}
          onChange={({ currentTarget }) => change({ isPersistent: currentTarget.checked })}
        />
        Persistent
      </label>
    </>
  );
}

interface Published {
  readonly repeat: number;
  readonly routedCount: number;
  readonly error: unknown;
  /** "the queue", or "a queue" of those that the exchange leads to. */
  readonly taker: string;
}

function outcomeOf({ repeat, routedCount, error, taker }: Published): Outcome {
  const isGood = routedCount === repeat;
  if (isGood && repeat === 1) return { isGood, text: `Published: ${taker} has it.` };
  const whole = formatWhole(repeat);
  if (isGood) return { isGood, text: `Published: ${taker} has all ${whole}.` };
  const reason = error === undefined ? 'No queue took it.' : messageOf(error);
  if (repeat === 1) return { isGood, text: reason };
  return {
    isGood,
    text: `Published: ${taker} has ${formatWhole(routedCount)} of ${whole}. ${reason}`,
  };
}
