/** The form for a policy. Part of policy-page.tsx, which saves it. */
import { Field } from '../../widgets/field.js';
import { APPLY_TO, type PolicyForm } from './policy-form.js';
import { SettingsFields } from './settings-fields.js';

interface PolicyFormPanelProps {
  readonly form: PolicyForm;
  readonly onForm: (form: PolicyForm) => void;
  /** Of a policy that is new; name and vhost of another cannot be changed. */
  readonly vhosts: readonly string[] | undefined;
  readonly onSave: () => void;
  readonly fault: string | undefined;
}

export function PolicyFormPanel(props: PolicyFormPanelProps) {
  const { form, onForm, vhosts, onSave, fault } = props;
  const change = (changes: Partial<PolicyForm>): void => onForm({ ...form, ...changes });
  const vhostCount = vhosts?.length ?? 0;
  return (
    <section class="panel">
      <h2>Policy</h2>
      <form
        onSubmit={(submitted) => {
          submitted.preventDefault();
          onSave();
        }}
      >
        {vhosts !== undefined && vhostCount > 1 && (
          <label>
            Vhost
            <select
              value={form.vhost}
              onChange={({ currentTarget }) => change({ vhost: currentTarget.value })}
            >
              {vhosts.map((vhost) => (
                <option key={vhost} value={vhost}>
                  {vhost}
                </option>
              ))}
            </select>
          </label>
        )}
        {vhosts !== undefined && (
          <Field
            label="Name"
            value={form.name}
            onValue={(name) => change({ name })}
            placeholder="limits"
            isRequired
          />
        )}
        <Reach form={form} change={change} />
        <SettingsFields
          settings={form.settings}
          onSettings={(settings) => change({ settings })}
          isForOperators={form.kind === 'operator'}
        />
        {fault !== undefined && (
          <p class="notice bad" role="alert">
            {fault}
          </p>
        )}
        <button type="submit" class="primary">
          {vhosts === undefined ? 'Save' : 'Add'}
        </button>
      </form>
    </section>
  );
}

interface ReachProps {
  readonly form: PolicyForm;
  readonly change: (changes: Partial<PolicyForm>) => void;
}

/** What it is for, and what goes before it. */
function Reach({ form, change }: ReachProps) {
  return (
    <>
      <div>
        <Field
          label="Pattern"
          value={form.pattern}
          onValue={(pattern) => change({ pattern })}
          placeholder="^orders\."
        />
        <p class="hint">A regular expression, found anywhere in a name. Empty: all names.</p>
      </div>
      <div class="pair">
        <label>
          Applies to
          <select
            value={form.applyTo}
            onChange={({ currentTarget }) => change({ applyTo: currentTarget.value })}
          >
            {Object.entries(APPLY_TO).map(([value, title]) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <div>
          <Field
            label="Priority"
            value={form.priority}
            onValue={(priority) => change({ priority })}
          />
          <p class="hint">Of those that match, the highest is in force.</p>
        </div>
      </div>
    </>
  );
}
