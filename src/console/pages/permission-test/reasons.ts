/** What decided whether a user may do something, in words. Shown by permission-test-page.tsx. */
import type { DecisionJson } from '../../api/types.js';
import { quoted } from '../../format/names.js';

export interface Reason {
  readonly isMet: boolean;
  /** "The write permission". */
  readonly rule: string;
  /** Undefined where there is no expression to show. */
  readonly pattern?: string;
  /** "does not match". */
  readonly outcome: string;
  /** What was compared. */
  readonly text?: string;
}

type Told = Pick<DecisionJson, 'user' | 'vhost' | 'permission' | 'name' | 'rules'>;

export function reasonsOf({ user, vhost, permission, name, rules }: Told): readonly Reason[] {
  if (rules.length === 0) {
    const rule = `The user ${quoted(user)} has no permissions in the vhost ${quoted(vhost)}`;
    return [{ isMet: false, rule, outcome: 'and cannot open it' }];
  }
  return rules.map(({ kind, pattern, text, matches: isMet }) => {
    const topic = kind === 'topic-permission';
    if (pattern === null) {
      const rule = `There is no topic permission for the exchange ${quoted(name)}`;
      return { isMet, rule, outcome: 'and so every routing key is allowed' };
    }
    const rule = `The ${permission} ${topic ? 'topic permission' : 'permission'}`;
    if (pattern === '') return { isMet, rule, outcome: 'is empty, which allows nothing' };
    return { isMet, rule, pattern, outcome: isMet ? 'matches' : 'does not match', text };
  });
}

const USES = {
  'configure queue': 'declare and delete it',
  'write queue': 'bind it to an exchange',
  'read queue': 'consume, get, purge',
  'configure exchange': 'declare and delete it',
  'write exchange': 'publish to it, bind it to another exchange',
  'read exchange': 'bind queues and other exchanges to it',
} as const;

/** What the permission is good for. */
export function useOf(
  permission: DecisionJson['permission'],
  resource: DecisionJson['resource'],
): string {
  return USES[`${permission} ${resource}`];
}
