/**
 * What has been typed into the form for a policy, from and to what the API has. Used by
 * policy-form-panel.tsx.
 */
import { path } from '../../api/client.js';
import type { PolicyJson } from '../../api/types.js';
import { formatBytes, formatDuration } from '../../format/numbers.js';
import { kindOf, type SettingKind } from './setting-kinds.js';

export type PolicyKind = 'user' | 'operator';

export interface TypedSetting {
  readonly key: string;
  readonly text: string;
}

export interface PolicyForm {
  readonly kind: PolicyKind;
  readonly vhost: string;
  readonly name: string;
  readonly pattern: string;
  readonly applyTo: string;
  readonly priority: string;
  readonly settings: readonly TypedSetting[];
}

/** What a policy can apply to, in words. */
export const APPLY_TO: Readonly<Record<string, string>> = {
  all: 'Queues and exchanges',
  queues: 'Queues',
  classic_queues: 'Classic queues',
  quorum_queues: 'Quorum queues',
  exchanges: 'Exchanges',
  streams: 'Streams (there are none)',
};

export function emptyForm(vhost: string): PolicyForm {
  return {
    kind: 'user',
    vhost,
    name: '',
    pattern: '',
    applyTo: 'queues',
    priority: '0',
    settings: [],
  };
}

export function formOf(policy: PolicyJson, kind: PolicyKind): PolicyForm {
  const { vhost, name, pattern, 'apply-to': applyTo, priority, definition } = policy;
  const settings = Object.entries(definition).map(([key, value]: [string, unknown]) => {
    const isText = typeof value === 'string' && kindOf(key).type !== 'json';
    return { key, text: isText ? value : JSON.stringify(value) };
  });
  return { kind, vhost, name, pattern, applyTo, priority: String(priority), settings };
}

/** Below /api. */
export function pathOfPolicy(
  kind: PolicyKind,
  { vhost, name }: { readonly vhost: string; readonly name: string },
): string {
  return path(kind === 'user' ? '/policies' : '/operator-policies', vhost, name);
}

/** The body of the request. Throws an Error that says what is no value. */
export function requestOf({ pattern, applyTo, priority, settings }: PolicyForm) {
  const definition = Object.fromEntries(settings.map(({ key, text }) => [key, valueOf(key, text)]));
  return {
    pattern,
    'apply-to': applyTo,
    priority: readNumber('The priority', priority),
    definition,
  };
}

/** What is still to be filled in before the broker can be asked; undefined if nothing is. */
export function missingIn({ name, settings }: PolicyForm): string | undefined {
  const missing = [
    ...(name === '' ? ['a name'] : []),
    ...(settings.length === 0 ? ['a setting'] : []),
  ];
  return missing.length === 0 ? undefined : missing.join(' and ');
}

/** "= 1 h", "= 1.50 GiB": how a number reads in its unit. Undefined where that says no more. */
export function readingOf({ type }: SettingKind, text: string): string | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  if (type === 'ms' && value >= 1_000) return `= ${formatDuration(value)}`;
  if (type === 'bytes' && value >= 1_024) return `= ${formatBytes(value)}`;
  if (type === 'count' && value >= 1_000) return `= ${value.toLocaleString('en')}`;
  return undefined;
}

export const UNITS: Readonly<Partial<Record<SettingKind['type'], string>>> = {
  ms: 'ms',
  bytes: 'bytes',
};

function valueOf(key: string, text: string): unknown {
  const { type } = kindOf(key);
  switch (type) {
    case 'text':
    case 'choice':
      return text;
    case 'json':
      return readJson(key, text);
    case 'count':
    case 'bytes':
    case 'ms':
      return readNumber(key, text);
  }
}

function readNumber(what: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new Error(`${what} is a number, not “${text}”.`);
}

function readJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${key} is no JSON: ${reason}`, { cause: error });
  }
}
