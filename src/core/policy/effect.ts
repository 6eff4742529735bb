/**
 * Whether a change of a policy's setting makes a difference to one queue or exchange: the setting
 * may mean nothing there, or an argument may decide. Asked for previews of policies.
 */
import type { Field, FieldTable } from '../field.js';
import { fieldsMatch } from '../field-equality.js';
import type { JsonValue } from '../json.js';
import { fieldInForce } from '../queue/effective-options.js';
import type { PolicedKind } from './ranking.js';

/** "argument": the setting has an effect, but an argument counts as it did before. */
export type Effect = 'changes' | 'argument' | 'none';

export interface SettingChange {
  readonly key: string;
  /** Null where the setting is in no policy that applies. */
  readonly before: JsonValue;
  readonly after: JsonValue;
}

export function effectOf(kind: PolicedKind, args: FieldTable, change: SettingChange): Effect {
  const { key, before, after } = change;
  if (kind === 'exchange') {
    if (key !== 'alternate-exchange') return 'none';
    return args.get(key)?.type === 'S' ? 'argument' : 'changes';
  }
  const fieldBefore = fieldInForce(kind, args, key, before ?? undefined);
  const fieldAfter = fieldInForce(kind, args, key, after ?? undefined);
  if (fieldBefore === null || fieldAfter === null) return 'none';
  return isSameField(fieldBefore, fieldAfter) ? 'argument' : 'changes';
}

function isSameField(a: Field | undefined, b: Field | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && fieldsMatch(a, b));
}
