/** A new binding from an exchange, or to it. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Field } from '../../widgets/field.js';
import { readJsonObject } from '../../widgets/json-object.js';

const WAYS = [
  { way: 'q', title: 'From here to a queue', other: 'Queue' },
  { way: 'e', title: 'From here to an exchange', other: 'Exchange' },
  { way: 'from', title: 'From an exchange to here', other: 'Exchange' },
] as const;

interface BindPanelProps {
  readonly vhost: string;
  readonly exchange: string;
  readonly onBound: () => void;
}

export function BindPanel({ vhost, exchange, onBound }: BindPanelProps) {
  const { api } = useConsole();
  const [way, setWay] = useState<string>(WAYS[0].way);
  const [other, setOther] = useState('');
  const [key, setKey] = useState('');
  const [text, setText] = useState('');
  const bind = async (): Promise<void> => {
    const body = { routing_key: key, arguments: readJsonObject('arguments', text) };
    const [source, kind, target] = way === 'from' ? [other, 'e', exchange] : [exchange, way, other];
    const from = path(`${path('/bindings', vhost)}/e`, source);
    await api.send('POST', path(`${from}/${kind}`, target), body);
    setKey('');
    setText('');
    onBound();
  };
  return (
    <section class="panel">
      <h2>Add a binding</h2>
      <ActionForm verb="Bind" onSubmit={bind} isRow>
        <label>
          Way
          <select value={way} onChange={({ currentTarget }) => setWay(currentTarget.value)}>
            {WAYS.map(({ way: each, title }) => (
              <option key={each} value={each}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <Field
          label={WAYS.find((each) => each.way === way)?.other ?? ''}
          value={other}
          onValue={setOther}
          isRequired
        />
        <Field label="Routing key" placeholder="empty" value={key} onValue={setKey} />
        <Field label="Arguments, as JSON" placeholder="none" value={text} onValue={setText} />
      </ActionForm>
    </section>
  );
}
