/** What the policy in the form would do, asked of the broker while one types. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PolicyPreviewJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { Differences } from '../../widgets/differences.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { missingIn, pathOfPolicy, type PolicyForm, requestOf } from './policy-form.js';
import { effectNote, outcomeOf, summaryOf } from './preview-words.js';

const INTERVAL_MS = 5_000;
/** The broker is asked when one pauses in typing. */
const DELAY_MS = 250;

export function PreviewPanel({ form }: { readonly form: PolicyForm }) {
  const settled = useSettled(form, DELAY_MS);
  const missing = missingIn(settled);
  return (
    <section class="panel" aria-label="Preview">
      <h2>What it does</h2>
      {missing === undefined ? (
        <Preview form={settled} />
      ) : (
        <p class="empty">
          Which queues and exchanges it matches, and what changes for them, is shown here before
          anything is saved. The policy needs {missing} for that.
        </p>
      )}
    </section>
  );
}

function Preview({ form }: { readonly form: PolicyForm }) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    JSON.stringify(form),
    async () => {
      const where = `${pathOfPolicy(form.kind, form)}/preview`;
      return (await api.send('POST', where, requestOf(form))) as PolicyPreviewJson;
    },
    INTERVAL_MS,
  );
  // What was last known stays while the next one is on its way.
  const latest = useRef<PolicyPreviewJson | undefined>(undefined);
  if (data !== undefined) latest.current = data;
  if (fault !== undefined) return <Fault fault={fault} />;
  if (latest.current === undefined) return <Loading />;
  return <Told preview={latest.current} form={form} />;
}

interface ToldProps {
  readonly preview: PolicyPreviewJson;
  readonly form: PolicyForm;
}

function Told({ preview, form }: ToldProps) {
  const { matches, changes } = summaryOf(preview);
  const { items, truncated, queues, exchanges } = preview;
  const total = queues.matching + exchanges.matching;
  return (
    <>
      <div role="status">
        <p>{matches.join(' ')}</p>
        <p>
          <strong>{changes}</strong>
        </p>
      </div>
      {items.length > 0 && (
        <ul class="preview-items">
          {items.map((item) => (
            <li key={`${item.kind} ${item.name}`}>
              <p class="preview-item">
                <a
                  href={formatRoute({
                    page: item.kind === 'queue' ? 'queues' : 'exchanges',
                    names: [form.vhost, item.name],
                  })}
                >
                  <bdi>{item.name === '' ? '(default exchange)' : item.name}</bdi>
                </a>
                <span class="muted">
                  {item.type} {item.kind}
                </span>
                <span class={`badge ${item.outcome === 'in_force' ? '' : 'warn'}`}>
                  {outcomeOf(item, form.name)}
                </span>
              </p>
              <Differences
                differences={item.differences.map((difference) => ({
                  ...difference,
                  note: effectNote(item, difference.effect),
                }))}
              />
            </li>
          ))}
        </ul>
      )}
      {truncated && (
        <p class="muted">
          The first {items.length.toLocaleString('en')} of {total.toLocaleString('en')}, those first
          that change.
        </p>
      )}
    </>
  );
}

function useSettled<T>(value: T, delayMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), delayMs);
    return () => window.clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
