/** May a user do something with an exchange or a queue? The broker answers, and says why. */
import { useState } from 'preact/hooks';
import type { DecisionJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { changeQuery } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Choice } from '../../widgets/choice.js';
import { Field } from '../../widgets/field.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import {
  type DecisionRequest,
  hasRoutingKey,
  PERMISSIONS,
  type Question,
  readQuestion,
  requestOf,
  RESOURCES,
} from './question.js';
import { reasonsOf, useOf } from './reasons.js';

const INTERVAL_MS = 5_000;
const NAMES_INTERVAL_MS = 60_000;

interface PermissionTestPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function PermissionTestPage({ query }: PermissionTestPageProps) {
  const [question, setQuestion] = useState(() => readQuestion(query));
  const request = requestOf(readQuestion(query));
  return (
    <>
      <h1>Permission test</h1>
      <p class="muted">May a user do that? The broker decides as it would for a client.</p>
      <section class="panel">
        <form
          onSubmit={(submitted) => {
            submitted.preventDefault();
            changeQuery({ ...question });
          }}
        >
          <QuestionFields question={question} onQuestion={setQuestion} />
          <p class="muted">
            {capital(question.permission)} on {articleOf(question.resource)} lets a user:{' '}
            {useOf(question.permission, question.resource)}.
          </p>
          <button type="submit" class="primary">
            Test
          </button>
        </form>
      </section>
      {request !== undefined && <Answer request={request} />}
    </>
  );
}

interface QuestionFieldsProps {
  readonly question: Question;
  readonly onQuestion: (question: Question) => void;
}

function QuestionFields({ question, onQuestion }: QuestionFieldsProps) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    'users and vhosts',
    async () => {
      const only = { columns: 'name', disable_stats: 'true' };
      const [users, vhosts] = await Promise.all([
        api.get<readonly { readonly name: string }[]>('/users', only),
        api.get<readonly { readonly name: string }[]>('/vhosts', only),
      ]);
      return { users: users.map(({ name }) => name), vhosts: vhosts.map(({ name }) => name) };
    },
    NAMES_INTERVAL_MS,
  );
  const change = (changes: Partial<Question>): void => onQuestion({ ...question, ...changes });
  return (
    <>
      <Fault fault={fault} />
      <div class="fields">
        <Choice
          label="User"
          value={question.user}
          choices={withChosen(data?.users, question.user)}
          onValue={(user) => change({ user })}
        />
        <Choice
          label="Vhost"
          value={question.vhost}
          choices={withChosen(data?.vhosts, question.vhost)}
          onValue={(vhost) => change({ vhost })}
        />
        <Words
          label="Permission"
          word={question.permission}
          words={PERMISSIONS}
          onWord={(permission) => change({ permission })}
        />
        <Words
          label="Resource"
          word={question.resource}
          words={RESOURCES}
          onWord={(resource) => change({ resource })}
        />
        <Field
          label="Name"
          value={question.name}
          placeholder={question.resource === 'exchange' ? 'amq.default' : ''}
          onValue={(name) => change({ name })}
          isRequired
        />
        {hasRoutingKey(question) && (
          <Field
            label="Routing key (optional)"
            value={question.routing_key}
            onValue={(key) => change({ routing_key: key })}
          />
        )}
      </div>
    </>
  );
}

interface WordsProps<Word extends string> {
  readonly label: string;
  readonly word: Word;
  readonly words: readonly Word[];
  readonly onWord: (word: Word) => void;
}

function Words<Word extends string>({ label, word, words, onWord }: WordsProps<Word>) {
  return (
    <label>
      {label}
      <select
        value={word}
        onChange={({ currentTarget: { selectedIndex } }) => onWord(words[selectedIndex] ?? word)}
      >
        {words.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}

function Answer({ request }: { readonly request: DecisionRequest }) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    JSON.stringify(request),
    () => api.get<DecisionJson>(request.path, request.query),
    INTERVAL_MS,
  );
  if (data === undefined) return <Fault fault={fault} />;
  const { user, vhost, permission, resource, name, routing_key: key, allowed } = data;
  return (
    <>
      <Fault fault={fault} what="Not up to date:" />
      <section class={`notice ${allowed ? 'good' : 'bad'} verdict`} aria-label="Answer">
        <h2>
          {allowed ? 'Yes' : 'No'}: <bdi>{user}</bdi> may {!allowed && 'not '}
          {VERBS[permission]} the {resource} <bdi>{name === '' ? 'amq.default' : name}</bdi>
          {key !== null && (
            <>
              {' '}
              with the routing key <bdi>{key}</bdi>
            </>
          )}{' '}
          in the vhost <bdi>{vhost}</bdi>.
        </h2>
        <Reasons decision={data} />
      </section>
    </>
  );
}

const VERBS = { configure: 'configure', write: 'write to', read: 'read from' } as const;

function Reasons({ decision }: { readonly decision: DecisionJson }) {
  const { user, resource, refusal, exists } = decision;
  return (
    <>
      <ul>
        {reasonsOf(decision).map(({ isMet, rule, pattern, outcome, text }) => (
          <li key={rule}>
            <span aria-hidden="true">{isMet ? '✓' : '✗'}</span> {rule}{' '}
            {pattern !== undefined && <code>{pattern}</code>} {outcome}{' '}
            {text !== undefined && <code>{text}</code>}
          </li>
        ))}
      </ul>
      {refusal !== null && (
        <p>
          A client is told: <code>{refusal}</code>
        </p>
      )}
      {!exists && <p>There is no such {resource} now; the answer is that of permissions alone.</p>}
      <p>
        <a href={formatRoute({ page: 'users', names: [user] })}>Change the permissions of {user}</a>
      </p>
    </>
  );
}

/** What the address names is a choice before all others have come. */
function withChosen(names: readonly string[] | undefined, chosen: string): readonly string[] {
  if (names !== undefined) return names;
  return chosen === '' ? [] : [chosen];
}

function articleOf(resource: Question['resource']): string {
  return resource === 'exchange' ? 'an exchange' : 'a queue';
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
