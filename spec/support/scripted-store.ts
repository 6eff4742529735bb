/**
 * A store whose disk the spec drives: nothing is durable until the spec commits, any number of
 * changes at a time, and a crash keeps what was committed and nothing else.
 */
import type { Definition } from '../../src/core/definitions.js';
import type { Message } from '../../src/core/message.js';
import type {
  Position,
  QueueMark,
  RecoverySink,
  Store,
  StoredMessage,
} from '../../src/core/store.js';

type Change = (disk: Disk) => void;

class Disk {
  readonly definitions = new Map<string, Definition>();
  readonly messages = new Map<string, StoredMessage>();
  marks = new Map<number, number>();
  closed = false;
}

export class ScriptedStore implements Store {
  last: Position = 0;
  isCongested = false;
  onDurable: () => void = () => {};
  onFailed: (reason: Error) => void = () => {};
  /** The changes that wait, oldest first. Struck ones are gone. */
  readonly #pending = new Map<Position, Change>();
  readonly #disk: Disk;

  constructor(disk = new Disk()) {
    this.#disk = disk;
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  append(queueId: number, sequence: number, message: Message, expiresAt: number): Position {
    const { exchange, routingKey, content, propertiesStart, bodyStart } = message;
    return this.#change((disk) => {
      disk.messages.set(keyOf(queueId, sequence), {
        queueId,
        sequence,
        exchange,
        routingKey,
        content,
        propertiesStart,
        bodyStart,
        expiresAt,
        redelivered: true,
      });
    });
  }

  settle(queueId: number, sequence: number, appended: Position): Position {
    if (this.#pending.delete(appended)) return ++this.last;
    return this.#change((disk) => {
      if (disk.messages.delete(keyOf(queueId, sequence))) return;
      throw new Error(`message ${keyOf(queueId, sequence)} was settled twice, or never appended`);
    });
  }

  define(definition: Definition): Position {
    return this.#change((disk) => disk.definitions.set(identityOf(definition), definition));
  }

  undefine(definition: Definition): Position {
    return this.#change((disk) => {
      disk.definitions.delete(identityOf(definition));
      if (definition.kind !== 'queue') return;
      for (const [key, { queueId }] of disk.messages) {
        if (queueId === definition.id) disk.messages.delete(key);
      }
    });
  }

  isDurable(first: Position, last: Position): boolean {
    for (const position of this.#pending.keys()) {
      if (position >= first && position <= last) return false;
    }
    return true;
  }

  recover(sink: RecoverySink, done: (error?: Error) => void): void {
    const { definitions, messages, marks, closed } = this.#disk;
    for (const definition of definitions.values()) sink.definition(definition);
    const stored = [...messages.values()].sort(
      (a, b) => a.queueId - b.queueId || a.sequence - b.sequence,
    );
    for (const message of stored) {
      const redelivered = !closed || message.sequence <= (marks.get(message.queueId) ?? 0);
      sink.message({ ...message, redelivered });
    }
    this.#disk.closed = false;
    done();
  }

  close(queueMarks: readonly QueueMark[], done: (error?: Error) => void): void {
    this.commit();
    this.#disk.marks = new Map(
      queueMarks.map(({ queueId, deliveredThrough }) => [queueId, deliveredThrough]),
    );
    this.#disk.closed = true;
    done();
  }

  /** Brings the oldest changes to the disk: all, if no count is given. */
  commit(count = Infinity): void {
    let left = count;
    for (const [position, change] of this.#pending) {
      if (left-- <= 0) break;
      this.#pending.delete(position);
      change(this.#disk);
    }
    this.onDurable();
  }

  /** What a store finds that opens the same disk. The old one must not be used any more. */
  reopen(): ScriptedStore {
    return new ScriptedStore(this.#disk);
  }

  /** The sequences on the disk once all is committed. */
  sequencesOf(queueId: number): number[] {
    this.commit();
    return [...this.#disk.messages.values()]
      .filter((message) => message.queueId === queueId)
      .map((message) => message.sequence)
      .sort((a, b) => a - b);
  }

  #change(change: Change): Position {
    this.#pending.set(++this.last, change);
    return this.last;
  }
}

function keyOf(queueId: number, sequence: number): string {
  return `${String(queueId)}/${String(sequence)}`;
}

function identityOf(definition: Definition): string {
  if (definition.kind === 'binding') {
    const { source, destinationKind, destination, routingKey } = definition;
    const names = [definition.vhost, source, destinationKind, destination, routingKey];
    return JSON.stringify(['binding', ...names, [...definition.arguments]]);
  }
  return JSON.stringify([definition.kind, definition.vhost, definition.name]);
}
