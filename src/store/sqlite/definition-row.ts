/**
 * Definitions as rows and back. The engine turns a definition into JSON that is a list of column
 * values, the worker binds them as they are, and recovery sends the same lists back.
 */
import { HASHING_ALGORITHMS, type HashingAlgorithm } from '../../core/access/password-hashing.js';
import { COMPATIBILITIES, type Compatibility } from '../../core/compatibility.js';
import type { AccessDefinition, Definition, DestinationKind } from '../../core/definitions.js';
import type { FieldTable } from '../../core/field.js';
import type { JsonValue } from '../../core/json.js';
import { vhostDefinition } from '../../core/vhost-definition.js';
import { fieldTableFromJson, fieldTableToJson, sortedFieldTable } from '../field-table-json.js';

export type DefinitionKind = Definition['kind'];
/** In the order of recovery: each before those that name it. */
export const DEFINITION_KINDS: readonly DefinitionKind[] = [
  'vhost',
  'parameter',
  'user',
  'permission',
  'topic-permission',
  'exchange',
  'queue',
  'holding',
  'binding',
  'deduplication',
];
type Value = string | number;

/** By kind: how a row is added, removed and read. Columns are in the order of `definitionRow`. */
export const DEFINITION_SQL = {
  vhost: {
    define: 'INSERT OR REPLACE INTO vhost VALUES (?, ?, ?, ?, ?, ?, ?)',
    undefine: 'DELETE FROM vhost WHERE name = ?',
    read: `SELECT name, description, tags, default_queue_type, compatibility, connection_count_max,
             queue_count_max
           FROM vhost ORDER BY name`,
  },
  parameter: {
    define: 'INSERT OR REPLACE INTO parameter VALUES (?, ?, ?, ?)',
    undefine: 'DELETE FROM parameter WHERE component = ? AND vhost = ? AND name = ?',
    read: `SELECT component, vhost, name, value FROM parameter
           ORDER BY component, vhost, name`,
  },
  user: {
    define: 'INSERT OR REPLACE INTO user VALUES (?, ?, ?, ?, ?, ?)',
    undefine: 'DELETE FROM user WHERE name = ?',
    read: `SELECT name, tags, hashing_algorithm, password_hash, connection_count_max,
             channel_count_max
           FROM user ORDER BY name`,
  },
  permission: {
    define: 'INSERT OR REPLACE INTO permission VALUES (?, ?, ?, ?, ?)',
    undefine: 'DELETE FROM permission WHERE user = ? AND vhost = ?',
    read: 'SELECT user, vhost, configure, write, read FROM permission ORDER BY user, vhost',
  },
  'topic-permission': {
    define: 'INSERT OR REPLACE INTO topic_permission VALUES (?, ?, ?, ?, ?)',
    undefine: 'DELETE FROM topic_permission WHERE user = ? AND vhost = ? AND exchange = ?',
    read: `SELECT user, vhost, exchange, write, read FROM topic_permission
           ORDER BY user, vhost, exchange`,
  },
  exchange: {
    define: 'INSERT OR REPLACE INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?)',
    undefine: 'DELETE FROM exchange WHERE vhost = ? AND name = ?',
    read: `SELECT vhost, name, type, durable, auto_delete, internal, arguments FROM exchange
           ORDER BY vhost, name`,
  },
  queue: {
    define: `INSERT OR REPLACE INTO queue
             (id, vhost, name, durable, auto_delete, exclusive, arguments, paused)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    undefine: 'DELETE FROM queue WHERE id = ?',
    read: `SELECT id, vhost, name, durable, auto_delete, exclusive, arguments, paused FROM queue
           ORDER BY id`,
  },
  holding: {
    define: 'INSERT OR REPLACE INTO holding VALUES (?, ?, ?)',
    undefine: 'DELETE FROM holding WHERE id = ?',
    read: 'SELECT id, vhost, exchange FROM holding ORDER BY id',
  },
  binding: {
    define: 'INSERT OR REPLACE INTO binding VALUES (?, ?, ?, ?, ?, ?)',
    undefine: `DELETE FROM binding WHERE vhost = ? AND source = ? AND destination_kind = ?
               AND destination = ? AND routing_key = ? AND arguments = ?`,
    read: `SELECT vhost, source, destination_kind, destination, routing_key, arguments FROM binding
           ORDER BY vhost, source, destination_kind, destination, routing_key, arguments`,
  },
  deduplication: {
    define: `INSERT OR REPLACE INTO deduplication (vhost, scope, owner, key, expires_at)
             VALUES (?, ?, ?, ?, ?)`,
    undefine: 'DELETE FROM deduplication WHERE vhost = ? AND scope = ? AND owner = ? AND key = ?',
    // As they came: the oldest are forgotten first.
    read: 'SELECT vhost, scope, owner, key, expires_at FROM deduplication ORDER BY id',
  },
} as const;

/** What was seen goes with whoever has seen it. */
export const DELETE_KEYS_OF_EXCHANGE =
  "DELETE FROM deduplication WHERE vhost = ? AND scope = 'exchange' AND owner = ?";
export const DELETE_KEYS_OF_QUEUE = `
  DELETE FROM deduplication WHERE scope = 'queue' AND (vhost, owner) =
    (SELECT vhost, name FROM queue WHERE id = ?)`;

/** All columns, for `define`. */
export function definitionRow(definition: Definition): Value[] {
  switch (definition.kind) {
    case 'vhost': {
      const { name, description, defaultQueueType, compatibility } = definition;
      const tags = JSON.stringify(definition.tags);
      const limits = [definition.connectionCountMax, definition.queueCountMax];
      return [name, description, tags, defaultQueueType, compatibility, ...limits];
    }
    case 'parameter':
      return [...definitionKey(definition), JSON.stringify(definition.value)];
    case 'user': {
      const { name, hashingAlgorithm, passwordHash } = definition;
      const limits = [definition.connectionCountMax, definition.channelCountMax];
      return [name, JSON.stringify(definition.tags), hashingAlgorithm, passwordHash, ...limits];
    }
    case 'permission':
      return [
        ...definitionKey(definition),
        definition.configure,
        definition.write,
        definition.read,
      ];
    case 'topic-permission':
      return [...definitionKey(definition), definition.write, definition.read];
    case 'exchange': {
      const { vhost, name, type, durable, autoDelete, internal } = definition;
      const flags = [Number(durable), Number(autoDelete), Number(internal)];
      return [vhost, name, type, ...flags, argumentsText(definition.arguments)];
    }
    case 'queue': {
      const { id, vhost, name, durable, autoDelete, exclusive } = definition;
      const flags = [Number(durable), Number(autoDelete), Number(exclusive)];
      const paused = Number(definition.paused === true);
      return [id, vhost, name, ...flags, argumentsText(definition.arguments), paused];
    }
    case 'holding':
      return [definition.id, definition.vhost, definition.exchange];
    case 'binding':
      return definitionKey(definition);
    case 'deduplication':
      return [...definitionKey(definition), definition.expiresAt];
  }
}

/** The columns that identify it, for `undefine`. */
export function definitionKey(definition: Definition): Value[] {
  switch (definition.kind) {
    case 'vhost':
    case 'user':
      return [definition.name];
    case 'parameter':
      return [definition.component, definition.vhost, definition.name];
    case 'permission':
      return [definition.user, definition.vhost];
    case 'topic-permission':
      return [definition.user, definition.vhost, definition.exchange];
    case 'exchange':
      return [definition.vhost, definition.name];
    case 'queue':
    case 'holding':
      return [definition.id];
    case 'binding': {
      const { vhost, source, destinationKind, destination, routingKey } = definition;
      // Sorted, because the order of arguments does not tell two bindings apart.
      const sorted = sortedFieldTable(definition.arguments);
      return [vhost, source, destinationKind, destination, routingKey, argumentsText(sorted)];
    }
    case 'deduplication': {
      const { vhost, scope, owner, key } = definition;
      return [vhost, scope, owner, key];
    }
  }
}

/** Throws when the row is not one that `definitionRow` makes. */
export function definitionOfRow(kind: DefinitionKind, row: readonly unknown[]): Definition {
  switch (kind) {
    case 'vhost':
      return vhostDefinition({
        name: textAt(row, 0),
        description: textAt(row, 1),
        tags: tagsAt(row, 2),
        defaultQueueType: textAt(row, 3),
        compatibility: compatibilityAt(row, 4),
        connectionCountMax: Number(row[5]),
        queueCountMax: Number(row[6]),
      });
    case 'parameter':
      return {
        kind,
        component: textAt(row, 0),
        vhost: textAt(row, 1),
        name: textAt(row, 2),
        value: jsonAt(row, 3),
      };
    case 'user':
    case 'permission':
    case 'topic-permission':
      return accessOfRow(kind, row);
    case 'exchange':
      return {
        kind,
        vhost: textAt(row, 0),
        name: textAt(row, 1),
        type: textAt(row, 2),
        durable: row[3] === 1,
        autoDelete: row[4] === 1,
        internal: row[5] === 1,
        arguments: argumentsAt(row, 6),
      };
    case 'queue':
      return {
        kind,
        id: Number(row[0]),
        vhost: textAt(row, 1),
        name: textAt(row, 2),
        durable: row[3] === 1,
        autoDelete: row[4] === 1,
        exclusive: row[5] === 1,
        arguments: argumentsAt(row, 6),
        ...(row[7] === 1 ? { paused: true } : {}),
      };
    case 'holding':
      return { kind, id: Number(row[0]), vhost: textAt(row, 1), exchange: textAt(row, 2) };
    case 'binding':
      return {
        kind,
        vhost: textAt(row, 0),
        source: textAt(row, 1),
        destinationKind: destinationKindAt(row, 2),
        destination: textAt(row, 3),
        routingKey: textAt(row, 4),
        arguments: argumentsAt(row, 5),
      };
    case 'deduplication':
      return {
        kind,
        vhost: textAt(row, 0),
        scope: destinationKindAt(row, 1),
        owner: textAt(row, 2),
        key: textAt(row, 3),
        expiresAt: Number(row[4]),
      };
  }
}

function accessOfRow(kind: AccessDefinition['kind'], row: readonly unknown[]): AccessDefinition {
  switch (kind) {
    case 'user':
      return {
        kind,
        name: textAt(row, 0),
        tags: tagsAt(row, 1),
        hashingAlgorithm: hashingAlgorithmAt(row, 2),
        passwordHash: textAt(row, 3),
        connectionCountMax: Number(row[4]),
        channelCountMax: Number(row[5]),
      };
    case 'permission':
      return {
        kind,
        user: textAt(row, 0),
        vhost: textAt(row, 1),
        configure: textAt(row, 2),
        write: textAt(row, 3),
        read: textAt(row, 4),
      };
    case 'topic-permission':
      return {
        kind,
        user: textAt(row, 0),
        vhost: textAt(row, 1),
        exchange: textAt(row, 2),
        write: textAt(row, 3),
        read: textAt(row, 4),
      };
  }
}

function tagsAt(row: readonly unknown[], index: number): string[] {
  const tags: unknown = JSON.parse(textAt(row, index));
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  throw new TypeError(`expected a list of texts in column ${index}`);
}

function compatibilityAt(row: readonly unknown[], index: number): Compatibility | '' {
  const text = textAt(row, index);
  if (text === '') return text;
  const known = COMPATIBILITIES.find((compatibility) => compatibility === text);
  if (known !== undefined) return known;
  throw new TypeError(`unknown compatibility ${JSON.stringify(text)}`);
}

/** Whatever JSON.parse makes is a JSON value. */
function jsonAt(row: readonly unknown[], index: number): JsonValue {
  return JSON.parse(textAt(row, index)) as JsonValue;
}

function hashingAlgorithmAt(row: readonly unknown[], index: number): HashingAlgorithm {
  const text = textAt(row, index);
  const known = HASHING_ALGORITHMS.find((algorithm) => algorithm === text);
  if (known !== undefined) return known;
  throw new TypeError(`unknown hashing algorithm ${JSON.stringify(text)}`);
}

function argumentsText(table: FieldTable): string {
  return JSON.stringify(fieldTableToJson(table));
}

function argumentsAt(row: readonly unknown[], index: number): FieldTable {
  return fieldTableFromJson(JSON.parse(textAt(row, index)));
}

function destinationKindAt(row: readonly unknown[], index: number): DestinationKind {
  const kind = row[index];
  if (kind === 'queue' || kind === 'exchange') return kind;
  throw new TypeError(`unknown destination kind ${JSON.stringify(kind)}`);
}

function textAt(row: readonly unknown[], index: number): string {
  const value = row[index];
  if (typeof value === 'string') return value;
  throw new TypeError(`expected text in column ${index}, found ${typeof value}`);
}
