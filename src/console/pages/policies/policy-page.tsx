/** One policy, to be added, changed or looked at, beside what it would do. */
import { useState } from 'preact/hooks';
import { isNotFound, messageOf } from '../../api/client.js';
import { isThere } from '../../api/is-there.js';
import { mayAdminister, maySetPolicies } from '../../api/may.js';
import type { UsedPolicyJson, VhostJson } from '../../api/types.js';
import { quoted } from '../../format/names.js';
import { formatRoute } from '../../routing/route.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole, useTags } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { PolicyFacts } from './policy-facts.js';
import { emptyForm, formOf, missingIn, pathOfPolicy } from './policy-form.js';
import { type PolicyForm, type PolicyKind, requestOf } from './policy-form.js';
import { PolicyFormPanel } from './policy-form-panel.js';
import { PreviewPanel } from './preview-panel.js';
import { countOfThings } from './preview-words.js';

const INTERVAL_MS = 10_000;
const TITLES: Readonly<Record<PolicyKind, string>> = {
  user: 'policy',
  operator: 'operator policy',
};

export function mayChange(kind: PolicyKind, tags: readonly string[]): boolean {
  return kind === 'operator' ? mayAdminister(tags) : maySetPolicies(tags);
}

export function AddPolicyPage({ kind }: { readonly kind: PolicyKind }) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    'vhosts',
    () => api.get<readonly VhostJson[]>('/vhosts', { columns: 'name' }),
    INTERVAL_MS,
  );
  const vhosts = data?.map(({ name }) => name);
  const first = vhosts?.find((name) => name === '/') ?? vhosts?.[0];
  return (
    <>
      <div class="page-head">
        <Crumbs />
        <h1>
          Add {kind === 'operator' ? 'an' : 'a'} {TITLES[kind]}
        </h1>
      </div>
      <Fault fault={fault} what="Vhosts:" />
      {vhosts === undefined && fault === undefined && <Loading />}
      {vhosts !== undefined && first !== undefined && (
        <Editor initial={{ ...emptyForm(first), kind }} vhosts={vhosts} />
      )}
    </>
  );
}

interface PolicyPageProps {
  readonly kind: PolicyKind;
  readonly vhost: string;
  readonly name: string;
}

export function PolicyPage({ kind, vhost, name }: PolicyPageProps) {
  const { api } = useConsole();
  const isOpen = mayChange(kind, useTags());
  const where = pathOfPolicy(kind, { vhost, name });
  const { data, fault } = usePoll(
    where,
    () => api.get<UsedPolicyJson>(where, { in_force: 'true' }),
    INTERVAL_MS,
  );
  if (data === undefined && fault === undefined) return <Loading />;
  const isMissing = isNotFound(fault);
  return (
    <>
      <div class="page-head">
        <Crumbs vhost={vhost} />
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <span class="badge">{TITLES[kind]}</span>
        <span class="spring" />
        {data !== undefined && isOpen && <Deletion kind={kind} policy={data} />}
      </div>
      {isMissing ? (
        <p class="notice bad" role="alert">
          There is no such {TITLES[kind]}, or you may not see it.
        </p>
      ) : (
        <Fault fault={fault} what={data === undefined ? 'Policy:' : 'Not up to date:'} />
      )}
      {data !== undefined &&
        (isOpen ? (
          <Editor initial={formOf(data, kind)} />
        ) : (
          <div class="charts">
            <PolicyFacts policy={data} />
            <PreviewPanel form={formOf(data, kind)} />
          </div>
        ))}
    </>
  );
}

function Crumbs({ vhost }: { readonly vhost?: string }) {
  return (
    <p class="crumbs">
      <a href={formatRoute({ page: 'policies' })}>Policies</a>
      {vhost !== undefined && (
        <>
          {' '}
          in the vhost <bdi>{vhost}</bdi>
        </>
      )}
    </p>
  );
}

interface EditorProps {
  readonly initial: PolicyForm;
  /** Of a policy that is new: where it can go. */
  readonly vhosts?: readonly string[];
}

function Editor({ initial, vhosts }: EditorProps) {
  const { api } = useConsole();
  const [form, setForm] = useState(initial);
  const [fault, setFault] = useState<string>();
  const isNew = vhosts !== undefined;
  const save = async (): Promise<void> => {
    try {
      const missing = missingIn(form);
      if (missing !== undefined) throw new Error(`The policy needs ${missing}.`);
      const where = pathOfPolicy(form.kind, form);
      if (isNew && (await isThere(api, where))) {
        throw new Error(`There is a ${TITLES[form.kind]} ${quoted(form.name)} already.`);
      }
      await api.send('PUT', where, requestOf(form));
      goTo({ page: 'policies' });
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  return (
    <div class="charts">
      <PolicyFormPanel
        form={form}
        onForm={setForm}
        vhosts={vhosts}
        onSave={() => void save()}
        fault={fault}
      />
      <PreviewPanel form={form} />
    </div>
  );
}

interface DeletionProps {
  readonly kind: PolicyKind;
  readonly policy: UsedPolicyJson;
}

function Deletion({ kind, policy }: DeletionProps) {
  const { api } = useConsole();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsked(true)}>
        Delete
      </button>
      {isAsked && (
        <Confirmation
          title={`Delete ${policy.name}?`}
          verb="Delete"
          isDangerous
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await api.send('DELETE', pathOfPolicy(kind, policy));
            goTo({ page: 'policies' });
          }}
        >
          In force for {countOfThings(policy.queues_in_force, policy.exchanges_in_force)}. There the
          next policy that matches takes its place at once, or none.
        </Confirmation>
      )}
    </>
  );
}
