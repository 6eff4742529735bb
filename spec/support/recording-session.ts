/**
 * A session, and the protocol that makes it, which remember what they are told and let a spec wait
 * for it. A spec that needs the session to act gives it a reaction.
 */
import type { Protocol, Session, ShutdownCause, Transport } from '../../src/core/protocol.js';

export interface Reactions {
  onData?(session: RecordingSession, chunk: Uint8Array): void;
  onTurnEnd?(session: RecordingSession): void;
  shutdown?(session: RecordingSession, cause: ShutdownCause): void;
}

export class RecordingSession implements Session {
  readonly transport: Transport;
  readonly events: string[] = [];
  readonly chunks: Buffer[] = [];
  readonly #reactions: Reactions;
  readonly #waiting: { isMet: () => boolean; resolve: () => void }[] = [];

  constructor(transport: Transport, reactions: Reactions = {}) {
    this.transport = transport;
    this.#reactions = reactions;
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }

  onData(chunk: Uint8Array): void {
    this.chunks.push(Buffer.from(chunk));
    this.#reactions.onData?.(this, chunk);
    this.#tell('data');
  }

  onTurnEnd(): void {
    this.#reactions.onTurnEnd?.(this);
    this.#tell('turn end');
  }

  onWritable(): void {
    this.#tell('writable');
  }

  onClosed(reason: string): void {
    this.#tell(`closed: ${reason}`);
  }

  shutdown(cause: ShutdownCause): void {
    this.#reactions.shutdown?.(this, cause);
    this.#tell(`shutdown: ${cause}`);
  }

  /** The example's own time limit ends a wait in vain. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isMet, resolve });
    });
  }

  untilEvent(start: string): Promise<void> {
    return this.until(() => this.events.some((event) => event.startsWith(start)));
  }

  #tell(event: string): void {
    this.events.push(event);
    for (const wait of this.#waiting) if (wait.isMet()) wait.resolve();
  }
}

export class RecordingProtocol implements Protocol {
  readonly name = 'recording';
  readonly sessions: RecordingSession[] = [];
  readonly #reactions: Reactions;
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  constructor(reactions: Reactions = {}) {
    this.#reactions = reactions;
  }

  accept(transport: Transport): RecordingSession {
    const session = new RecordingSession(transport, this.#reactions);
    this.sessions.push(session);
    for (const wait of this.#waiting) if (this.sessions.length >= wait.count) wait.resolve();
    return session;
  }

  /** The session of the connection that was accepted as the `count`th, once it has been. */
  async session(count = 1): Promise<RecordingSession> {
    if (this.sessions.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.push({ count, resolve });
      });
    }
    const session = this.sessions[count - 1];
    if (session === undefined) throw new Error(`no session ${count}`);
    return session;
  }
}
