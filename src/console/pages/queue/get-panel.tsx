/** Takes messages from the queue to look at them, and puts them back or not. */
import { useState } from 'preact/hooks';
import { messageOf } from '../../api/client.js';
import type { GotMessageJson, QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { MessageView } from './message-view.js';

const MODES = [
  { mode: 'ack_requeue_true', title: 'Put back in place (marked as redelivered)' },
  { mode: 'ack_requeue_false', title: 'Acknowledge: they are gone' },
  { mode: 'reject_requeue_false', title: 'Reject: dead letters, or gone' },
] as const;

const COUNT_MAX = 100;
/** Of each message; the whole one is a client's business. */
const TRUNCATE_BYTES = 50_000;

interface GetPanelProps {
  readonly queue: QueueJson;
  readonly onChange: () => void;
}

export function GetPanel({ queue, onChange }: GetPanelProps) {
  const { api } = useConsole();
  const [count, setCount] = useState(10);
  const [mode, setMode] = useState<string>(MODES[0].mode);
  const [got, setGot] = useState<readonly GotMessageJson[]>();
  const [fault, setFault] = useState<string>();
  const get = async (): Promise<void> => {
    setFault(undefined);
    try {
      const request = { count, ackmode: mode, encoding: 'auto', truncate: TRUNCATE_BYTES };
      const answer = await api.send('POST', `${pathOfQueue(queue)}/get`, request);
      setGot(answer as readonly GotMessageJson[]);
      onChange();
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  return (
    <section class="panel">
      <h2>Get messages</h2>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void get();
        }}
      >
        <label>
          How many
          <input
            type="number"
            min={1}
            max={COUNT_MAX}
            value={count}
            onInput={({ currentTarget }) => setCount(currentTarget.valueAsNumber || 1)}
          />
        </label>
        <label>
          Then
          <select value={mode} onChange={({ currentTarget }) => setMode(currentTarget.value)}>
            {MODES.map((each) => (
              <option key={each.mode} value={each.mode}>
                {each.title}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class={mode === MODES[0].mode ? '' : 'danger'}>
          Get
        </button>
      </form>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {got?.length === 0 && <p class="empty">No message is ready.</p>}
      {got?.map((message, index) => (
        <MessageView key={index} number={index + 1} message={message} />
      ))}
    </section>
  );
}
