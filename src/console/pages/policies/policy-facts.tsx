/** A policy for those who may only look at it. */
import type { PolicyJson } from '../../api/types.js';
import { APPLY_TO } from './policy-form.js';

export function PolicyFacts({ policy }: { readonly policy: PolicyJson }) {
  return (
    <section class="panel">
      <h2>Policy</h2>
      <dl class="facts">
        <Fact title="Pattern" value={policy.pattern} />
        <Fact title="Applies to" value={APPLY_TO[policy['apply-to']] ?? policy['apply-to']} />
        <Fact title="Priority" value={policy.priority} />
        {Object.entries(policy.definition).map(([key, value]: [string, unknown]) => (
          <Fact key={key} title={key} value={value} />
        ))}
      </dl>
    </section>
  );
}

function Fact({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
      </dd>
    </div>
  );
}
