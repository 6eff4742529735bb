/**
 * A store whose disk the spec drives: nothing is durable until the spec commits, any number of
 * changes at a time, nothing that was fetched comes before the spec answers, and a crash keeps what
 * was committed and nothing else.
 */
import type {
  Definition,
  ExchangeDefinition,
  QueueDefinition,
} from '../../src/core/definitions.js';
import type { Message } from '../../src/core/message.js';
import type {
  MessageNote,
  Position,
  QueueMark,
  RecoverySink,
  Store,
  StoredContent,
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
  readonly canFetch = true;
  onDurable: () => void = () => {};
  onFetched: (queueId: number, messages: readonly StoredContent[]) => void = () => {};
  onFailed: (reason: Error) => void = () => {};
  /** The changes that wait, oldest first. Struck ones are gone. */
  readonly #pending = new Map<Position, Change>();
  readonly #disk: Disk;
  /** What was asked for and not answered yet, as the disk had it then. */
  readonly #answers: { readonly queueId: number; readonly messages: readonly StoredContent[] }[] =
    [];

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
        note: undefined,
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

  annotate(queueId: number, sequence: number, note: MessageNote, earlier: Position): Position {
    const { returnCount, notBefore, dying } = note;
    const key = keyOf(queueId, sequence);
    this.#pending.delete(earlier);
    return this.#change((disk) => {
      const stored = disk.messages.get(key);
      if (stored === undefined) return;
      disk.messages.set(key, { ...stored, note: { returnCount, notBefore, dying } });
    });
  }

  define(definition: Definition): Position {
    return this.#change((disk) => disk.definitions.set(identityOf(definition), definition));
  }

  undefine(definition: Definition): Position {
    return this.#change((disk) => {
      disk.definitions.delete(identityOf(definition));
      if (definition.kind === 'queue' || definition.kind === 'exchange') {
        forgetKeys(disk, definition);
      }
      if (definition.kind !== 'queue' && definition.kind !== 'holding') return;
      for (const [key, { queueId }] of disk.messages) {
        if (queueId === definition.id) disk.messages.delete(key);
      }
    });
  }

  get fetchCount(): number {
    return this.#answers.length;
  }

  fetch(queueId: number, sequences: readonly number[]): void {
    const found = sequences.map((sequence) => this.#disk.messages.get(keyOf(queueId, sequence)));
    this.#answers.push({ queueId, messages: found.filter((stored) => stored !== undefined) });
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

  /** Answers the oldest requests: those that are there now, if no count is given. */
  answer(count = this.#answers.length): void {
    for (const { queueId, messages } of this.#answers.splice(0, count)) {
      this.onFetched(queueId, messages);
    }
  }

  /** Commits and answers until nothing is left to do. */
  settleDown(): void {
    do {
      this.answer();
      this.commit();
    } while (this.#answers.length > 0);
  }

  /** A row goes, as no broker asked: the disk is damaged. */
  lose(queueId: number, sequence: number): void {
    this.#disk.messages.delete(keyOf(queueId, sequence));
  }

  /** What a store finds that opens the same disk. The old one must not be used any more. */
  reopen(): ScriptedStore {
    return new ScriptedStore(this.#disk);
  }

  /** What is noted on the disk of a message, once all is committed. */
  noteOf(queueId: number, sequence: number): MessageNote | undefined {
    this.commit();
    return this.#disk.messages.get(keyOf(queueId, sequence))?.note;
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

/** What was seen goes with whoever has seen it. */
function forgetKeys(
  { definitions }: Disk,
  { kind, vhost, name }: QueueDefinition | ExchangeDefinition,
): void {
  for (const [key, other] of definitions) {
    if (other.kind !== 'deduplication' || other.scope !== kind) continue;
    if (other.vhost === vhost && other.owner === name) definitions.delete(key);
  }
}

function identityOf(definition: Definition): string {
  if (definition.kind === 'binding') {
    const { source, destinationKind, destination, routingKey } = definition;
    const names = [definition.vhost, source, destinationKind, destination, routingKey];
    return JSON.stringify(['binding', ...names, [...definition.arguments]]);
  }
  if (definition.kind === 'holding') return JSON.stringify([definition.kind, definition.id]);
  if (definition.kind === 'deduplication') {
    const { kind, vhost, scope, owner, key } = definition;
    return JSON.stringify([kind, vhost, scope, owner, key]);
  }
  if (definition.kind === 'parameter') {
    const { kind, component, vhost, name } = definition;
    return JSON.stringify([kind, component, vhost, name]);
  }
  if (definition.kind === 'permission') {
    return JSON.stringify([definition.kind, definition.user, definition.vhost]);
  }
  if (definition.kind === 'topic-permission') {
    const { kind, user, vhost, exchange } = definition;
    return JSON.stringify([kind, user, vhost, exchange]);
  }
  if (definition.kind === 'user') return JSON.stringify(['user', definition.name]);
  if (definition.kind === 'vhost') return JSON.stringify(['vhost', definition.name]);
  return JSON.stringify([definition.kind, definition.vhost, definition.name]);
}
