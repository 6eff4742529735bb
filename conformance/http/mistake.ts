/**
 * Wrong requests and what RabbitMQ 3.10 says to them. The files in mistakes/ hold them by what is
 * wrong; one table serves both brokers, so that it stays true where only one of them runs.
 */
import type { Answer, Question } from './management.js';
import { fillIn, type Names } from './names.js';

/** A method and a path, what is sent (undefined sends nothing), and as who. */
export type Request =
  string | readonly [request: string, body: unknown, more?: Pick<Question, 'as' | 'headers'>];

export type Mistakes = Verdict & { readonly requests: readonly Request[] };

type Verdict =
  | {
      readonly status: number;
      /** Of the body, a JSON object; without it nothing is said of the body. */
      readonly error?: string;
      /** RabbitMQ's; "{node}" in it is the name of the node. */
      readonly reason?: unknown;
      /** Where a part of ours is another one, with words of its own: regular expressions. */
      readonly ourReason?: string;
      readonly allow?: string;
      /** Where we allow more. */
      readonly ourAllow?: string;
    }
  /** An empty 500 there. From us they get any refusal that blames the client. */
  | { readonly crashesRabbitMQ: true };

export interface Mistake {
  readonly name: string;
  readonly request: Request;
  readonly verdict: Verdict;
}

export function eachMistake(groups: readonly Mistakes[]): readonly Mistake[] {
  return groups.flatMap(({ requests, ...verdict }) =>
    requests.map((request) => ({ name: nameOf(request), request, verdict })),
  );
}

export function questionOf(request: Request, names: Names): Question {
  const [line, body, more] = typeof request === 'string' ? [request, undefined] : request;
  const [method = '', path = ''] = line.split(' ');
  return { method, path: fillIn(path, names), body, ...more };
}

/** What is otherwise than it should be, on one line; nothing when all is right. */
export function judge(
  { verdict }: Mistake,
  answer: Answer,
  broker: 'RabbitMQ' | 'Leveret',
  names: Names = {},
): string | undefined {
  const { status, text } = answer;
  if ('crashesRabbitMQ' in verdict) {
    const isRight = broker === 'RabbitMQ' ? status === 500 : status >= 400 && status < 500;
    return isRight ? undefined : `${status} ${text}`;
  }
  const given: Given = { ...readBody(text), status, allow: answer.headers['allow'] };
  const { ourReason, ourAllow, ...theirs } = verdict;
  const ours = {
    ...(ourReason !== undefined && { reason: ourReason }),
    ...(ourAllow !== undefined && { allow: ourAllow }),
  };
  const expected = broker === 'Leveret' ? { ...theirs, ...ours } : theirs;
  const wrong = Object.entries(expected).flatMap(([key, value]) => {
    const wanted = comparable(value).replaceAll('{node}', names['node'] ?? '{node}');
    const own = comparable(given[key]);
    return own === wanted ? [] : [`${key} ${own}, not ${wanted}`];
  });
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

/** RabbitMQ escapes some of its reasons for HTML, which its console shows them as. */
function comparable(value: unknown): string {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

type Given = Readonly<Record<string, unknown>>;

function readBody(text: string): Given {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? { ...body } : {};
  } catch {
    // No JSON, which is told by the keys that are missing.
    return {};
  }
}

function nameOf(request: Request): string {
  if (typeof request === 'string') return request;
  const [line, body, { as, headers } = {}] = request;
  return [
    line,
    ...(body === undefined ? [] : [JSON.stringify(body).slice(0, BODY_SHOWN_MAX)]),
    ...(as === undefined ? [] : [`as ${as === '' ? 'nobody' : as.split(':')[0]}`]),
    ...(headers === undefined ? [] : [JSON.stringify(headers)]),
  ].join(' ');
}

const BODY_SHOWN_MAX = 120;
