/** Limits of a user or of a vhost: shows them, sets and lifts them. Used by the pages of both. */
import { useEffect, useState } from 'preact/hooks';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Field } from '../../widgets/field.js';
import { inForce, limitChanges, type Limits, type Texts, without } from './limit-changes.js';

export interface LimitFacts {
  /** "max-connections". */
  readonly name: string;
  readonly title: string;
}

interface LimitsPanelProps {
  readonly limits: Limits;
  readonly known: readonly LimitFacts[];
  readonly pathOf: (name: string) => string;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}

export function LimitsPanel({ limits, known, pathOf, mayChange, onChange }: LimitsPanelProps) {
  const { api } = useConsole();
  const [typed, setTyped] = useState<Texts>({});
  const [saved, setSaved] = useState<Texts>({});
  const changes = limitChanges(limits, typed);
  // Until the page knows what was saved, the fields show what was typed; it is forgotten then, but
  // for what has been typed meanwhile.
  useEffect(() => {
    if (Object.keys(saved).length === 0) return;
    const arrived = inForce(limits, saved);
    setTyped((now) => without(now, arrived));
    setSaved((now) => without(now, arrived));
  }, [limits]);
  const save = async (): Promise<void> => {
    for (const { name, value } of changes) {
      if (value === undefined) await api.send('DELETE', pathOf(name));
      else await api.send('PUT', pathOf(name), { value });
    }
    setSaved(typed);
    onChange();
  };
  return (
    <section class="panel">
      <h2>Limits</h2>
      {mayChange ? (
        <ActionForm verb="Save limits" onSubmit={save} isIdle={changes.length === 0}>
          {known.map(({ name, title }) => (
            <Field
              key={name}
              label={title}
              type="number"
              placeholder="no limit"
              value={typed[name] ?? String(limits[name] ?? '')}
              onValue={(text) => setTyped({ ...typed, [name]: text })}
            />
          ))}
        </ActionForm>
      ) : (
        <dl class="facts">
          {known.map(({ name, title }) => (
            <div key={name}>
              <dt>{title}</dt>
              <dd>{limits[name]?.toLocaleString('en') ?? 'no limit'}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
