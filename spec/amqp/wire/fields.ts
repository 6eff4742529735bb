/**
 * Field tables and properties for the specs: one of each kind, and any of them for property tests.
 */
import fc from 'fast-check';
import type { Field, FieldTable } from '../../../src/core/field.js';
import type { Properties } from '../../../src/amqp/wire/properties.js';

export const ONE_OF_EACH: FieldTable = new Map<string, Field>([
  ['bool', { type: 't', value: true }],
  ['int8', { type: 'b', value: -128 }],
  ['uint8', { type: 'B', value: 255 }],
  ['int16', { type: 's', value: -32768 }],
  ['uint16', { type: 'u', value: 65535 }],
  ['int32', { type: 'I', value: -2147483648 }],
  ['uint32', { type: 'i', value: 4294967295 }],
  ['int64', { type: 'l', value: -(2n ** 63n) }],
  ['timestamp', { type: 'T', value: 2n ** 64n - 1n }],
  ['float', { type: 'f', value: 1.5 }],
  ['double', { type: 'd', value: 0.1 }],
  ['decimal', { type: 'D', value: { scale: 2, unscaled: 314 } }],
  ['text', { type: 'S', value: 'grüße' }],
  ['octets', { type: 'x', value: new Uint8Array([0, 255]) }],
  ['void', { type: 'V', value: null }],
  [
    'array',
    {
      type: 'A',
      value: [
        { type: 'I', value: 1 },
        { type: 'A', value: [] },
      ],
    },
  ],
  ['', { type: 'F', value: new Map() }],
]);

export const ALL_PROPERTIES: Properties = {
  contentType: 'text/plain',
  contentEncoding: 'gzip',
  headers: ONE_OF_EACH,
  deliveryMode: 2,
  priority: 9,
  correlationId: 'c-1',
  replyTo: 'amq.rabbitmq.reply-to',
  expiration: '60000',
  messageId: 'm-1',
  timestamp: 1_700_000_000,
  type: 'created',
  userId: 'guest',
  appId: 'spec',
  clusterId: '',
};

function integer<Type extends 'b' | 'B' | 's' | 'u' | 'I' | 'i'>(
  type: Type,
  min: number,
  max: number,
): fc.Arbitrary<Field> {
  return fc.integer({ min, max }).map((value) => ({ type, value }));
}

/** As a reader gives it: a number wherever that is exact. */
function narrowest(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** UTF-8 text whose encoded form fits a short string. */
export const anyName = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((name) => Buffer.byteLength(name) <= 255);

const anyScalar: fc.Arbitrary<Field> = fc.oneof(
  fc.boolean().map((value): Field => ({ type: 't', value })),
  integer('b', -0x80, 0x7f),
  integer('B', 0, 0xff),
  integer('s', -0x8000, 0x7fff),
  integer('u', 0, 0xffff),
  integer('I', -0x8000_0000, 0x7fff_ffff),
  integer('i', 0, 0xffff_ffff),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((value): Field => ({ type: 'l', value: narrowest(value) })),
  fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((value): Field => ({ type: 'T', value: narrowest(value) })),
  fc.float().map((value): Field => ({ type: 'f', value })),
  fc.double().map((value): Field => ({ type: 'd', value })),
  fc
    .record({ scale: fc.nat(255), unscaled: fc.nat(0xffff_ffff) })
    .map((value): Field => ({ type: 'D', value })),
  fc.string({ unit: 'binary' }).map((value): Field => ({ type: 'S', value })),
  fc.uint8Array().map((value): Field => ({ type: 'x', value })),
  fc.constant<Field>({ type: 'V', value: null }),
);

const { field, table } = fc.letrec<{ field: Field; table: FieldTable }>((tie) => ({
  field: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    anyScalar,
    fc.array(tie('field'), { maxLength: 4 }).map((value): Field => ({ type: 'A', value })),
    tie('table').map((value): Field => ({ type: 'F', value })),
  ),
  table: fc
    .array(fc.tuple(anyName, tie('field')), { maxLength: 5 })
    .map((entries) => new Map(entries)),
}));

export const anyField: fc.Arbitrary<Field> = field;
export const anyTable: fc.Arbitrary<FieldTable> = table;

/** Each property may be absent. */
export const anyProperties: fc.Arbitrary<Properties> = fc.record(
  {
    contentType: anyName,
    contentEncoding: anyName,
    headers: anyTable,
    deliveryMode: fc.nat(255),
    priority: fc.nat(255),
    correlationId: anyName,
    replyTo: anyName,
    expiration: anyName,
    messageId: anyName,
    timestamp: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(narrowest),
    type: anyName,
    userId: anyName,
    appId: anyName,
    clusterId: anyName,
  },
  { requiredKeys: [] },
);
