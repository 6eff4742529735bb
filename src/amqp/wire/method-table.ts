/**
 * Every method of AMQP 0-9-1 and of RabbitMQ's extensions, as data: what methods.ts makes its
 * grammars and its writer from, and what the types of arguments are derived from. Fields stand in
 * the order of the wire; those whose names begin with "reserved" are skipped when read and zero
 * when written.
 */
import type { FieldTable } from '../../core/field.js';

export type FieldKind =
  'bit' | 'octet' | 'short' | 'long' | 'longlong' | 'shortstr' | 'longstr' | 'table';

export interface MethodDefinition {
  readonly classId: number;
  readonly methodId: number;
  /** Who sends it. */
  readonly from: 'client' | 'server' | 'both';
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly hasContent?: true;
}

const CLOSE_FIELDS = {
  replyCode: 'short',
  replyText: 'shortstr',
  classId: 'short',
  methodId: 'short',
} as const;

const TUNE_FIELDS = { channelMax: 'short', frameMax: 'long', heartbeat: 'short' } as const;

const EXCHANGE_BINDING_FIELDS = {
  reserved1: 'short',
  destination: 'shortstr',
  source: 'shortstr',
  routingKey: 'shortstr',
  noWait: 'bit',
  arguments: 'table',
} as const;

export const METHODS = {
  'connection.start': {
    classId: 10,
    methodId: 10,
    from: 'server',
    fields: {
      versionMajor: 'octet',
      versionMinor: 'octet',
      serverProperties: 'table',
      mechanisms: 'longstr',
      locales: 'longstr',
    },
  },
  'connection.start-ok': {
    classId: 10,
    methodId: 11,
    from: 'client',
    fields: {
      clientProperties: 'table',
      mechanism: 'shortstr',
      response: 'longstr',
      locale: 'shortstr',
    },
  },
  'connection.secure': {
    classId: 10,
    methodId: 20,
    from: 'server',
    fields: { challenge: 'longstr' },
  },
  'connection.secure-ok': {
    classId: 10,
    methodId: 21,
    from: 'client',
    fields: { response: 'longstr' },
  },
  'connection.tune': { classId: 10, methodId: 30, from: 'server', fields: TUNE_FIELDS },
  'connection.tune-ok': { classId: 10, methodId: 31, from: 'client', fields: TUNE_FIELDS },
  'connection.open': {
    classId: 10,
    methodId: 40,
    from: 'client',
    fields: { virtualHost: 'shortstr', reserved1: 'shortstr', reserved2: 'bit' },
  },
  'connection.open-ok': {
    classId: 10,
    methodId: 41,
    from: 'server',
    fields: { reserved1: 'shortstr' },
  },
  'connection.close': { classId: 10, methodId: 50, from: 'both', fields: CLOSE_FIELDS },
  'connection.close-ok': { classId: 10, methodId: 51, from: 'both', fields: {} },
  'connection.blocked': {
    classId: 10,
    methodId: 60,
    from: 'server',
    fields: { reason: 'shortstr' },
  },
  'connection.unblocked': { classId: 10, methodId: 61, from: 'server', fields: {} },
  'connection.update-secret': {
    classId: 10,
    methodId: 70,
    from: 'client',
    fields: { newSecret: 'longstr', reason: 'shortstr' },
  },
  'connection.update-secret-ok': { classId: 10, methodId: 71, from: 'server', fields: {} },

  'channel.open': { classId: 20, methodId: 10, from: 'client', fields: { reserved1: 'shortstr' } },
  'channel.open-ok': {
    classId: 20,
    methodId: 11,
    from: 'server',
    fields: { reserved1: 'longstr' },
  },
  'channel.flow': { classId: 20, methodId: 20, from: 'both', fields: { active: 'bit' } },
  'channel.flow-ok': { classId: 20, methodId: 21, from: 'both', fields: { active: 'bit' } },
  'channel.close': { classId: 20, methodId: 40, from: 'both', fields: CLOSE_FIELDS },
  'channel.close-ok': { classId: 20, methodId: 41, from: 'both', fields: {} },

  'access.request': {
    classId: 30,
    methodId: 10,
    from: 'client',
    fields: {
      realm: 'shortstr',
      exclusive: 'bit',
      passive: 'bit',
      active: 'bit',
      write: 'bit',
      read: 'bit',
    },
  },
  'access.request-ok': { classId: 30, methodId: 11, from: 'server', fields: { ticket: 'short' } },

  'exchange.declare': {
    classId: 40,
    methodId: 10,
    from: 'client',
    fields: {
      reserved1: 'short',
      exchange: 'shortstr',
      type: 'shortstr',
      passive: 'bit',
      durable: 'bit',
      autoDelete: 'bit',
      internal: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'exchange.declare-ok': { classId: 40, methodId: 11, from: 'server', fields: {} },
  'exchange.delete': {
    classId: 40,
    methodId: 20,
    from: 'client',
    fields: { reserved1: 'short', exchange: 'shortstr', ifUnused: 'bit', noWait: 'bit' },
  },
  'exchange.delete-ok': { classId: 40, methodId: 21, from: 'server', fields: {} },
  'exchange.bind': { classId: 40, methodId: 30, from: 'client', fields: EXCHANGE_BINDING_FIELDS },
  'exchange.bind-ok': { classId: 40, methodId: 31, from: 'server', fields: {} },
  'exchange.unbind': { classId: 40, methodId: 40, from: 'client', fields: EXCHANGE_BINDING_FIELDS },
  'exchange.unbind-ok': { classId: 40, methodId: 51, from: 'server', fields: {} },

  'queue.declare': {
    classId: 50,
    methodId: 10,
    from: 'client',
    fields: {
      reserved1: 'short',
      queue: 'shortstr',
      passive: 'bit',
      durable: 'bit',
      exclusive: 'bit',
      autoDelete: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'queue.declare-ok': {
    classId: 50,
    methodId: 11,
    from: 'server',
    fields: { queue: 'shortstr', messageCount: 'long', consumerCount: 'long' },
  },
  'queue.bind': {
    classId: 50,
    methodId: 20,
    from: 'client',
    fields: {
      reserved1: 'short',
      queue: 'shortstr',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'queue.bind-ok': { classId: 50, methodId: 21, from: 'server', fields: {} },
  'queue.purge': {
    classId: 50,
    methodId: 30,
    from: 'client',
    fields: { reserved1: 'short', queue: 'shortstr', noWait: 'bit' },
  },
  'queue.purge-ok': { classId: 50, methodId: 31, from: 'server', fields: { messageCount: 'long' } },
  'queue.delete': {
    classId: 50,
    methodId: 40,
    from: 'client',
    fields: {
      reserved1: 'short',
      queue: 'shortstr',
      ifUnused: 'bit',
      ifEmpty: 'bit',
      noWait: 'bit',
    },
  },
  'queue.delete-ok': {
    classId: 50,
    methodId: 41,
    from: 'server',
    fields: { messageCount: 'long' },
  },
  'queue.unbind': {
    classId: 50,
    methodId: 50,
    from: 'client',
    fields: {
      reserved1: 'short',
      queue: 'shortstr',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      arguments: 'table',
    },
  },
  'queue.unbind-ok': { classId: 50, methodId: 51, from: 'server', fields: {} },

  'basic.qos': {
    classId: 60,
    methodId: 10,
    from: 'client',
    fields: { prefetchSize: 'long', prefetchCount: 'short', global: 'bit' },
  },
  'basic.qos-ok': { classId: 60, methodId: 11, from: 'server', fields: {} },
  'basic.consume': {
    classId: 60,
    methodId: 20,
    from: 'client',
    fields: {
      reserved1: 'short',
      queue: 'shortstr',
      consumerTag: 'shortstr',
      noLocal: 'bit',
      noAck: 'bit',
      exclusive: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'basic.consume-ok': {
    classId: 60,
    methodId: 21,
    from: 'server',
    fields: { consumerTag: 'shortstr' },
  },
  'basic.cancel': {
    classId: 60,
    methodId: 30,
    from: 'both',
    fields: { consumerTag: 'shortstr', noWait: 'bit' },
  },
  'basic.cancel-ok': {
    classId: 60,
    methodId: 31,
    from: 'both',
    fields: { consumerTag: 'shortstr' },
  },
  'basic.publish': {
    classId: 60,
    methodId: 40,
    from: 'client',
    fields: {
      reserved1: 'short',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      mandatory: 'bit',
      immediate: 'bit',
    },
    hasContent: true,
  },
  'basic.return': {
    classId: 60,
    methodId: 50,
    from: 'server',
    fields: {
      replyCode: 'short',
      replyText: 'shortstr',
      exchange: 'shortstr',
      routingKey: 'shortstr',
    },
    hasContent: true,
  },
  'basic.deliver': {
    classId: 60,
    methodId: 60,
    from: 'server',
    fields: {
      consumerTag: 'shortstr',
      deliveryTag: 'longlong',
      redelivered: 'bit',
      exchange: 'shortstr',
      routingKey: 'shortstr',
    },
    hasContent: true,
  },
  'basic.get': {
    classId: 60,
    methodId: 70,
    from: 'client',
    fields: { reserved1: 'short', queue: 'shortstr', noAck: 'bit' },
  },
  'basic.get-ok': {
    classId: 60,
    methodId: 71,
    from: 'server',
    fields: {
      deliveryTag: 'longlong',
      redelivered: 'bit',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      messageCount: 'long',
    },
    hasContent: true,
  },
  'basic.get-empty': {
    classId: 60,
    methodId: 72,
    from: 'server',
    fields: { reserved1: 'shortstr' },
  },
  'basic.ack': {
    classId: 60,
    methodId: 80,
    from: 'both',
    fields: { deliveryTag: 'longlong', multiple: 'bit' },
  },
  'basic.reject': {
    classId: 60,
    methodId: 90,
    from: 'client',
    fields: { deliveryTag: 'longlong', requeue: 'bit' },
  },
  'basic.recover-async': { classId: 60, methodId: 100, from: 'client', fields: { requeue: 'bit' } },
  'basic.recover': { classId: 60, methodId: 110, from: 'client', fields: { requeue: 'bit' } },
  'basic.recover-ok': { classId: 60, methodId: 111, from: 'server', fields: {} },
  'basic.nack': {
    classId: 60,
    methodId: 120,
    from: 'both',
    fields: { deliveryTag: 'longlong', multiple: 'bit', requeue: 'bit' },
  },

  'confirm.select': { classId: 85, methodId: 10, from: 'client', fields: { noWait: 'bit' } },
  'confirm.select-ok': { classId: 85, methodId: 11, from: 'server', fields: {} },

  'tx.select': { classId: 90, methodId: 10, from: 'client', fields: {} },
  'tx.select-ok': { classId: 90, methodId: 11, from: 'server', fields: {} },
  'tx.commit': { classId: 90, methodId: 20, from: 'client', fields: {} },
  'tx.commit-ok': { classId: 90, methodId: 21, from: 'server', fields: {} },
  'tx.rollback': { classId: 90, methodId: 30, from: 'client', fields: {} },
  'tx.rollback-ok': { classId: 90, methodId: 31, from: 'server', fields: {} },
} as const satisfies Readonly<Record<string, MethodDefinition>>;

export type MethodName = keyof typeof METHODS;

/**
 * What a field of each kind is in a program. Long strings are octets: SASL responses are not text.
 */
export interface FieldValues {
  readonly bit: boolean;
  readonly octet: number;
  readonly short: number;
  readonly long: number;
  readonly longlong: number;
  readonly shortstr: string;
  readonly longstr: Buffer;
  readonly table: FieldTable;
}

/** Any of them. */
export type FieldValue = FieldValues[FieldKind];

type Fields<Name extends MethodName> = (typeof METHODS)[Name]['fields'];

type Arguments<Named> = {
  readonly [
    Key in keyof Named as Key extends `reserved${string}` ? never : Key
  ]: Named[Key] extends FieldKind ? FieldValues[Named[Key]] : never;
};

export type MethodArguments<Name extends MethodName> = Arguments<Fields<Name>>;

export type Method = {
  readonly [Name in MethodName]: { readonly name: Name; readonly args: MethodArguments<Name> };
}[MethodName];
