/**
 * Values of AMQP field tables: arguments of declares and bindings, message headers. A value keeps
 * the type it had on the wire, because RabbitMQ's headers exchange compares types too and a header
 * must leave as it came.
 */

/** Type letters as RabbitMQ reads and writes them (AMQP 0-9-1 §4.2.5.5 with RabbitMQ's errata). */
export type Field =
  | { readonly type: 't'; readonly value: boolean }
  | { readonly type: 'b' | 'B' | 's' | 'u' | 'I' | 'i'; readonly value: number }
  | { readonly type: 'l' | 'T'; readonly value: number | bigint }
  | { readonly type: 'f' | 'd'; readonly value: number }
  | { readonly type: 'D'; readonly value: Decimal }
  | { readonly type: 'S'; readonly value: string }
  | { readonly type: 'x'; readonly value: Uint8Array }
  | { readonly type: 'A'; readonly value: readonly Field[] }
  | { readonly type: 'F'; readonly value: FieldTable }
  | { readonly type: 'V'; readonly value: null };

export type FieldType = Field['type'];

/** unscaled / 10^scale. */
export interface Decimal {
  readonly scale: number;
  readonly unscaled: number;
}

/** Keeps the order of the wire; a Map, so that a key such as `__proto__` is only a key. */
export type FieldTable = ReadonlyMap<string, Field>;

export const NO_FIELDS: FieldTable = new Map();

/** The integer that a field holds, whatever its width; undefined for every other type. */
export function integerOf(field: Field | undefined): number | bigint | undefined {
  switch (field?.type) {
    case 'b':
    case 'B':
    case 's':
    case 'u':
    case 'I':
    case 'i':
    case 'l':
      return field.value;
    default:
      return undefined;
  }
}

/** The text that a long string field holds; undefined for every other type. */
export function textOf(field: Field | undefined): string | undefined {
  return field?.type === 'S' ? field.value : undefined;
}
