/**
 * One AMQP connection: protocol header, handshake, and the one place where a fault of the peer
 * turns into Channel.Close or Connection.Close. Bytes come from a Transport, frames from wire/, and
 * each frame of an open channel goes to channel.ts.
 */
import type { Broker } from '../core/broker.js';
import type { Timer } from '../core/clock.js';
import type { ClientState } from '../core/client.js';
import type { BrokerError } from '../core/errors.js';
import type { Session, ShutdownCause, Transport } from '../core/protocol.js';
import type { VhostClient } from '../core/vhost-clients.js';
import { Blocking } from './blocking.js';
import type { Channel } from './channel.js';
import { ChannelTable } from './channel-table.js';
import { ConnectionFacts } from './connection-facts.js';
import { DurableWaits } from './durable-waits.js';
import { Ending } from './ending.js';
import { Handshake } from './handshake.js';
import { Heartbeat } from './heartbeat.js';
import { Intake } from './intake.js';
import type { AmqpOptions } from './options.js';
import {
  AmqpFault,
  closeArguments,
  forcedClosure,
  replyFor,
  SHUTDOWN_REPLIES,
  type Reply,
} from './replies.js';
import { SessionEvents } from './session-events.js';
import { methodId } from './wire/basic.js';
import {
  BASIC_PUBLISH,
  CHANNEL_OPEN,
  CONNECTION_CLOSE,
  CONNECTION_CLOSE_OK,
  FRAME_BODY,
  FRAME_HEADER,
  FRAME_METHOD,
  ReplyCode,
} from './wire/constants.js';
import { FrameReader, type FrameSink } from './wire/frame-reader.js';
import { FrameWriter } from './wire/frame-writer.js';
import { badFrame } from './wire/malformed.js';
import type { MethodArguments, MethodName } from './wire/method-table.js';
import { readMethod } from './wire/methods.js';
import type { NameCache } from './wire/name-cache.js';
import { bufferOver } from './wire/octets.js';

/**
 * Open from the end of the handshake to a Close from either side; failing while ours waits for the
 * replies that are due before it, closing until it is answered.
 */
type State = 'handshake' | 'open' | 'failing' | 'closing' | 'closed';

/** Frames before the tuning: RabbitMQ 4's limit, since client properties can be long. */
const FRAME_INITIAL_MAX = 8_192;
/** How long a peer may take to answer Connection.Close, or to hang up once its own is answered. */
const CLOSE_TIMEOUT_MS = 10_000;
/**
 * Unsent bytes beyond which a peer is not read from: only replies it does not read can make so
 * many.
 */
const OUTPUT_MAX = 16 * 1024 * 1024;
/** Unsent bytes beyond which direct replies are lost, as if their requester had gone. */
const UNSENT_REPLIES_MAX = 64 * 1024 * 1024;

export class Connection implements Session, FrameSink, VhostClient {
  readonly name: string;
  readonly broker: Broker;
  readonly writer: FrameWriter;
  readonly facts: ConnectionFacts;
  readonly events: SessionEvents;
  /** Capabilities that the client announced as true. */
  capabilities: ReadonlySet<string> = new Set();
  /** For this client basic.qos is of the channel, whatever its `global` says. */
  hasChannelQos = false;
  user = '';
  readonly #options: AmqpOptions;
  readonly #transport: Transport;
  readonly #reader: FrameReader;
  readonly #handshake: Handshake;
  readonly #intake: Intake;
  readonly #channels: ChannelTable;
  /** Channels with confirms to give at the end of this turn. */
  readonly #confirming: Channel[] = [];
  readonly #durableWaits: DurableWaits;
  readonly #ending: Ending;
  readonly #blocking: Blocking;
  #state: State = 'handshake';
  #heartbeat: Heartbeat | undefined;
  #timeout: Timer | undefined;

  constructor(broker: Broker, transport: Transport, options: AmqpOptions, names: NameCache) {
    this.name = transport.name;
    this.broker = broker;
    this.#transport = transport;
    this.#options = options;
    this.#channels = new ChannelTable(this, names, options.nodeName);
    this.facts = new ConnectionFacts(this, transport, this.#channels);
    this.events = new SessionEvents(this);
    this.writer = new FrameWriter((bytes) => transport.write(bytes));
    this.#reader = new FrameReader(this, FRAME_INITIAL_MAX);
    this.#handshake = new Handshake(this, broker, transport, options);
    this.#intake = new Intake(transport);
    this.#blocking = new Blocking(this, this.#intake);
    this.#durableWaits = new DurableWaits(broker, this.#intake, {
      runReply: (channel, reply, id) => this.#runReply(channel, reply, id),
      onReleased: () => this.#ending.proceed(),
    });
    this.#ending = new Ending(this.#durableWaits, {
      leave: () => this.#leave(),
      close: (reply, id) => this.#close(reply, id),
    });
    this.#timeout = broker.clock.after(options.handshakeTimeoutMs, () => this.#onTimeout());
  }

  // What the transport tells.

  onData(chunk: Uint8Array): void {
    if (this.#state === 'closed') return;
    this.#heartbeat?.noteRead();
    try {
      const rest = this.#handshake.readHeader(bufferOver(chunk));
      if (rest !== undefined) this.#reader.push(rest);
    } catch (fault) {
      const reply = replyFor(fault);
      if (reply === undefined) throw fault;
      this.#options.log.warn(reply.text, { connection: this.name });
      // The reader has dropped the rest of the chunk: where the next frame begins nobody knows.
      this.#closeInTurn({ ...reply, hasLostSync: true }, 0);
    }
    if (this.writer.pendingBytes > 0) this.requestTurnEnd();
    if (this.#transport.bufferedBytes > OUTPUT_MAX) this.#intake.hold('output');
  }

  onTurnEnd(): void {
    for (let index = 0; index < this.#confirming.length; index++) {
      const channel = this.#confirming[index];
      if (channel?.publisher.confirms?.release() === true) this.awaitDurable(channel);
    }
    this.#confirming.length = 0;
    if (this.writer.pendingBytes > 0) this.#heartbeat?.noteWritten();
    this.writer.flush();
  }

  onWritable(): void {
    this.#intake.release('output');
    for (const channel of this.#channels.all()) channel.pumpConsumers();
  }

  onClosed(reason: string): void {
    this.#options.log.info('connection closed', { connection: this.name, reason });
    this.#release('closed');
    this.broker.clock.cancel(this.#timeout);
  }

  shutdown(cause: ShutdownCause): void {
    if (this.#isOpen) this.#close(SHUTDOWN_REPLIES[cause], 0);
    else if (this.#state !== 'closing') this.#transport.destroy();
  }

  dismiss(reason: string): void {
    this.#close(forcedClosure(reason), 0);
    this.requestTurnEnd();
  }

  // What the frame reader finds.

  onMethod(number: number, buffer: Buffer, start: number, end: number): void {
    const channel = this.#channels.get(number);
    try {
      if (channel !== undefined && this.#state === 'open') channel.onMethod(buffer, start, end);
      else this.#onOtherMethod(number, buffer, start, end);
    } catch (fault) {
      this.#answerInTurn(fault, number, methodId(buffer, start));
    }
  }

  onHeader(number: number, buffer: Buffer, start: number, end: number): void {
    try {
      if (number === 0) this.#refuseOnChannel0(FRAME_HEADER, buffer.subarray(start, end));
      else this.#contentChannel(number)?.onHeader(buffer, start, end);
    } catch (fault) {
      this.#answerInTurn(fault, number, BASIC_PUBLISH);
    }
  }

  onBody(number: number, buffer: Buffer, start: number, end: number): void {
    try {
      if (number === 0) this.#refuseOnChannel0(FRAME_BODY, buffer.subarray(start, end));
      else this.#contentChannel(number)?.onBody(buffer, start, end);
    } catch (fault) {
      this.#answerInTurn(fault, number, BASIC_PUBLISH);
    }
  }

  onHeartbeat(): void {
    // Any octet counts as life, and onData has noted it.
  }

  // What channels and handlers ask for.

  /** May one more delivery be written? False while the peer reads too slowly. */
  get canDeliver(): boolean {
    return this.#transport.isWritable && this.#state === 'open';
  }

  /**
   * Likewise for a direct reply, which no queue keeps until later: it may wait here for a while.
   */
  get canReply(): boolean {
    return this.#transport.bufferedBytes < UNSENT_REPLIES_MAX && this.#state === 'open';
  }

  get consumersPerChannelMax(): number {
    return this.#options.consumersPerChannelMax;
  }

  get consumerTimeoutMs(): number {
    return this.#options.consumerTimeoutMs;
  }

  /** A fault that no method is to blame for. */
  failChannel(channel: Channel, fault: BrokerError): void {
    if (channel.isClosing || channel.isDoomed || this.#state !== 'open') return;
    this.#answerInTurn(fault, channel.number, 0);
  }

  /** For a consumer that the client did not name. */
  nameConsumer(): string {
    return `amq.ctag-${this.#options.token()}`;
  }

  send<N extends MethodName>(number: number, name: N, args: MethodArguments<N>): void {
    this.writer.method(number, name, args);
    this.requestTurnEnd();
  }

  requestTurnEnd(): void {
    this.#transport.requestTurnEnd();
  }

  requestConfirms(channel: Channel): void {
    const confirming = this.#confirming;
    if (confirming[confirming.length - 1] !== channel && !confirming.includes(channel)) {
      confirming.push(channel);
    }
    this.requestTurnEnd();
  }

  /** Something of the channel waits for the disk. */
  awaitDurable(channel: Channel): void {
    this.#durableWaits.add(channel);
  }

  /** The store is behind: whoever feeds it is not read from until it has caught up. */
  holdPublisher(): void {
    this.#durableWaits.holdIntake();
  }

  /** A resource runs short, and the connection publishes. */
  block(): void {
    this.#blocking.begin();
  }

  forgetChannel(channel: Channel): void {
    this.#channels.forget(channel);
    this.#durableWaits.delete(channel);
  }

  /** As operators are told it. */
  get shownState(): ClientState {
    if (this.#state !== 'open') return 'closing';
    if (this.#intake.isHeldBy('alarm')) return 'blocked';
    if (this.broker.alarms.isActive) return 'blocking';
    return this.#intake.isHeld ? 'flow' : 'running';
  }

  // What the handshake decides.

  get isClosed(): boolean {
    return this.#state === 'closed' || this.#state === 'closing';
  }

  /** The next chunk is not read before it is known what comes of the login. */
  holdLogin(): void {
    this.#intake.hold('login');
  }

  releaseLogin(): void {
    this.#intake.release('login');
  }

  onTuned(frameMax: number, channelMax: number, heartbeatSeconds: number): void {
    this.#reader.frameMax = frameMax;
    this.writer.frameMax = frameMax;
    this.#channels.numberMax = channelMax;
    if (heartbeatSeconds === 0) return;
    this.#heartbeat = new Heartbeat(this.broker.clock, heartbeatSeconds, {
      onIdle: () => {
        this.writer.heartbeat();
        this.requestTurnEnd();
      },
      onMissed: () => {
        if (this.#intake.isHeld) return this.#heartbeat?.noteRead();
        this.#options.log.warn('missed heartbeats', { connection: this.name });
        this.#transport.destroy();
      },
    });
  }

  onOpened(): void {
    this.#state = 'open';
    this.#transport.established();
    this.broker.clock.cancel(this.#timeout);
    const { name: connection, user } = this;
    const vhost = this.#handshake.vhost.name;
    this.#options.log.info('connection open', { connection, user, vhost });
  }

  /** Nothing the peer says from here on is heard. */
  onLoginRefused(): void {
    this.#state = 'closed';
  }

  get #isOpen(): boolean {
    return this.#state === 'open' || this.#state === 'failing';
  }

  get #isEnding(): boolean {
    return this.#state !== 'handshake' && this.#state !== 'open';
  }

  #onOtherMethod(number: number, buffer: Buffer, start: number, end: number): void {
    const id = methodId(buffer, start);
    if (this.#state === 'closing') return this.#onMethodWhileClosing(number, id);
    if (this.#state === 'closed') return;
    // What comes after a fault of the connection is too late, but for the client's own close.
    if (this.#state === 'failing' && id !== CONNECTION_CLOSE) return;
    if (number === 0) return this.#onConnectionMethod(id, buffer, start, end);
    if (this.#state === 'handshake') {
      throw badFrame(ReplyCode.unexpectedFrame, FRAME_METHOD, buffer.subarray(start, end), '');
    }
    if (id !== CHANNEL_OPEN) throw new AmqpFault('channel-error', "expected 'channel.open'");
    readMethod(buffer, start, end);
    this.#channels.open(number, this.#handshake.vhost);
    this.send(number, 'channel.open-ok', {});
  }

  #onConnectionMethod(id: number, buffer: Buffer, start: number, end: number): void {
    const method = readMethod(buffer, start, end);
    if (this.#state === 'handshake' && id !== CONNECTION_CLOSE) {
      return this.#handshake.onMethod(method);
    }
    switch (method.name) {
      case 'connection.close':
        return this.#ending.leave();
      case 'connection.update-secret':
        return this.send(0, 'connection.update-secret-ok', {});
      default:
        throw new AmqpFault('channel-error', 'unexpected method in connection state running');
    }
  }

  #leave(): void {
    if (this.#state === 'closing' || this.#state === 'closed') return;
    const isStranger = this.#state === 'handshake';
    this.#release('closed');
    this.send(0, 'connection.close-ok', {});
    if (isStranger) this.#endAfterFlush();
    else this.#awaitPeer();
  }

  #contentChannel(number: number): Channel | undefined {
    if (this.#isEnding) return undefined;
    const channel = this.#channels.get(number);
    if (channel !== undefined) return channel;
    throw new AmqpFault(
      'unexpected-frame',
      'expected method frame, got non method frame instead',
      0,
    );
  }

  /** Channel 0 carries no content. */
  #refuseOnChannel0(type: number, payload: Buffer): void {
    if (this.#isEnding) return;
    throw badFrame(ReplyCode.unexpectedFrame, type, payload, '');
  }

  #onMethodWhileClosing(number: number, id: number): void {
    if (number !== 0) return;
    if (id === CONNECTION_CLOSE_OK) this.#endAfterFlush();
    else if (id === CONNECTION_CLOSE) this.send(0, 'connection.close-ok', {});
  }

  /** The replies to what came before the faulty method go first. */
  #answerInTurn(fault: unknown, number: number, id: number): void {
    const channel = this.#channels.get(number);
    const isSoft = replyFor(fault)?.isHard === false;
    if (!isSoft || channel === undefined || channel.replies.length === 0) {
      this.#answerFault(fault, number, id);
    } else channel.failInTurn(fault, id);
  }

  /** Likewise those of all channels. */
  #closeInTurn(reply: Reply, id: number): void {
    if (!this.#isOpen) return this.#close(reply, id);
    if (reply.hasLostSync) this.#reader.stop();
    this.#state = 'failing';
    this.#ending.fail(reply, id);
  }

  #answerFault(fault: unknown, number: number, id: number): void {
    const reply = replyFor(fault);
    if (reply === undefined) throw fault;
    const { name: connection, user } = this;
    this.#options.log.warn(reply.text, { connection, user, channel: number });
    const channel = this.#channels.get(number);
    if (reply.isHard || channel === undefined) return this.#closeInTurn(reply, id);
    channel.startClosing();
    this.send(number, 'channel.close', closeArguments(reply, id));
    // The closes have crossed, and the client waits for the answer to its own.
    if (channel.isLeaving) this.send(number, 'channel.close-ok', {});
  }

  #close(reply: Reply, id: number): void {
    if (reply.hasLostSync) this.#reader.stop();
    if (this.#state === 'closing' && reply.hasLostSync) return this.#endAfterFlush();
    if (this.#state === 'closing' || this.#state === 'closed') return;
    const isStranger = this.#state === 'handshake';
    this.#release('closing');
    this.send(0, 'connection.close', closeArguments(reply, id));
    // Whoever has not even opened the connection is not waited for.
    if (reply.hasLostSync || isStranger) return this.#endAfterFlush();
    this.#awaitPeer();
  }

  /** Whatever held up reading: its answer is to be read, what it still sends to be dropped. */
  #awaitPeer(): void {
    this.#intake.releaseAll();
    this.broker.clock.cancel(this.#timeout);
    this.#timeout = this.broker.clock.after(CLOSE_TIMEOUT_MS, () => this.#onTimeout());
  }

  /**
   * Everything that this connection held in the broker goes back; nothing of it is left after. The
   * state changes first, so that what one channel gives back is not handed to another.
   */
  #release(state: 'closing' | 'closed'): void {
    this.#state = state;
    this.#heartbeat?.stop();
    this.#durableWaits.clear();
    this.#blocking.stop();
    this.#confirming.length = 0;
    this.#channels.releaseAll();
    const vhost = this.#handshake.openedVhost;
    if (vhost !== undefined) {
      vhost.releaseOwner(this);
      this.broker.leave(vhost, this);
    }
    this.events.closed();
  }

  #endAfterFlush(): void {
    this.#state = 'closed';
    this.broker.clock.cancel(this.#timeout);
    this.writer.flush();
    this.#transport.end();
  }

  #onTimeout(): void {
    if (this.#state === 'closed') return this.#transport.end();
    const reason = this.#state === 'handshake' ? 'handshake timed out' : 'close was not answered';
    this.#options.log.warn(reason, { connection: this.name });
    this.#transport.destroy();
  }

  #runReply(channel: Channel, reply: () => void, id: number): void {
    if (channel.isClosing || !this.#isOpen) return;
    try {
      reply();
    } catch (fault) {
      this.#answerFault(fault, channel.number, id);
    }
  }
}
