/**
 * From the protocol header to Connection.Open-Ok (AMQP 0-9-1 §2.2.4). Reads and checks;
 * connection.ts holds what it decides. Errors are thrown.
 */
import type { Login, Refusal } from '../core/access/access.js';
import type { Broker } from '../core/broker.js';
import { FOLLOWED_VERSION, FRAME_SIZE_MIN_4 } from '../core/compatibility.js';
import { type Field, type FieldTable, textOf } from '../core/field.js';
import type { Transport } from '../core/protocol.js';
import type { Vhost } from '../core/vhost.js';
import type { Connection } from './connection.js';
import type { AmqpOptions } from './options.js';
import { AmqpFault } from './replies.js';
import { type KnownUsers, offeredMechanisms, readCredentials } from './sasl.js';
import { CONNECTION_TUNE, FRAME_MIN_SIZE } from './wire/constants.js';
import type { Method, MethodArguments } from './wire/method-table.js';

const HEADER_SIZE = 8;
const HEADER_0_9_1 = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
/** What some clients send for 0-9, which differs in nothing that matters here. */
const HEADER_0_9 = Buffer.from([0x41, 0x4d, 0x51, 0x50, 1, 1, 0, 9]);

type State = 'header' | 'starting' | 'authenticating' | 'tuning' | 'opening' | 'refused' | 'done';

export class Handshake {
  readonly #connection: Connection;
  readonly #broker: Broker;
  readonly #transport: Transport;
  readonly #options: AmqpOptions;
  #state: State = 'header';
  #header: Buffer = Buffer.alloc(0);
  #vhost: Vhost | undefined;

  constructor(connection: Connection, broker: Broker, transport: Transport, options: AmqpOptions) {
    this.#connection = connection;
    this.#broker = broker;
    this.#transport = transport;
    this.#options = options;
  }

  get openedVhost(): Vhost | undefined {
    return this.#vhost;
  }

  /** For whoever knows that the handshake is done. */
  get vhost(): Vhost {
    if (this.#vhost !== undefined) return this.#vhost;
    throw new AmqpFault('channel-error', 'the connection is not open');
  }

  /**
   * Takes the protocol header off the stream; gives what follows it, undefined while there is
   * nothing to read.
   */
  readHeader(chunk: Buffer): Buffer | undefined {
    if (this.#state !== 'header') return this.#state === 'refused' ? undefined : chunk;
    const bytes = this.#header.length === 0 ? chunk : Buffer.concat([this.#header, chunk]);
    if (bytes.length < HEADER_SIZE) {
      this.#header = Buffer.from(bytes);
      return undefined;
    }
    const header = bytes.subarray(0, HEADER_SIZE);
    if (!header.equals(HEADER_0_9_1) && !header.equals(HEADER_0_9)) {
      this.#state = 'refused';
      this.#transport.write(HEADER_0_9_1);
      this.#transport.end();
      return undefined;
    }
    this.#state = 'starting';
    this.#start();
    return bytes.length > HEADER_SIZE ? bytes.subarray(HEADER_SIZE) : undefined;
  }

  onMethod(method: Method): void {
    if (method.name === 'connection.start-ok' && this.#state === 'starting') {
      this.#onStartOk(method.args);
    } else if (method.name === 'connection.tune-ok' && this.#state === 'tuning') {
      this.#onTuneOk(method.args);
    } else if (method.name === 'connection.open' && this.#state === 'opening') {
      this.#onOpen(method.args);
    } else if (this.#state !== 'refused') {
      throw new AmqpFault('channel-error', `unexpected method in connection state ${this.#state}`);
    }
  }

  /** Connection.Start has only major and minor: it says 0-9 for 0-9-1 too. */
  #start(): void {
    this.#connection.send(0, 'connection.start', {
      versionMajor: 0,
      versionMinor: 9,
      serverProperties: serverProperties(this.#options, this.#clusterName),
      mechanisms: Buffer.from(offeredMechanisms(this.#knownUsers)),
      locales: Buffer.from('en_US'),
    });
  }

  get #clusterName(): string {
    return this.#broker.globalParameters.clusterName(this.#options.nodeName);
  }

  #onStartOk(args: MethodArguments<'connection.start-ok'>): void {
    this.#connection.facts.properties = args.clientProperties;
    this.#connection.capabilities = capabilitiesOf(args.clientProperties);
    this.#connection.hasChannelQos = hasChannelQos(args.clientProperties);
    const response = Buffer.from(args.response);
    const { user, password } = readCredentials(args.mechanism, response, this.#knownUsers);
    const { access } = this.#broker;
    const { isLoopback, peer } = this.#transport;
    const source = { address: peer.host, isLoopback };
    if (password === undefined) {
      this.#onLogin(user, args.mechanism, access.admit(user, isLoopback));
      return;
    }
    this.#state = 'authenticating';
    access.authenticate(user, password, source, (login) => {
      if (!this.#connection.isClosed) this.#onLogin(user, args.mechanism, login);
    });
    if (this.#isWaiting) this.#connection.holdLogin();
  }

  /** The answer to a login may take a while. */
  get #isWaiting(): boolean {
    return this.#state === 'authenticating';
  }

  #onLogin(user: string, mechanism: string, { refusal }: Login): void {
    this.#connection.releaseLogin();
    if (refusal !== undefined) {
      this.#state = 'refused';
      this.#connection.events.loginRefused(user, mechanism);
      this.#refuse(mechanism, refusal);
      return;
    }
    this.#connection.user = user;
    this.#connection.events.loggedIn(user, mechanism);
    this.#state = 'tuning';
    this.#connection.send(0, 'connection.tune', {
      channelMax: this.#options.channelMax,
      frameMax: this.#options.frameMax,
      heartbeat: this.#options.heartbeatSeconds,
    });
  }

  /**
   * A failed login is told only to clients that want to hear of it, and ends the connection after a
   * while.
   */
  #refuse(mechanism: string, reason: Refusal): void {
    const connection = this.#connection;
    const { log, loginDelayMs } = this.#options;
    const facts = { connection: connection.name, mechanism, reason };
    // The log has the address once, and not a line for each attempt.
    if (reason === 'too many failures') log.debug('login refused', facts);
    else log.warn('login refused', facts);
    connection.onLoginRefused();
    if (connection.capabilities.has('authentication_failure_close')) {
      connection.send(0, 'connection.close', {
        replyCode: 403,
        replyText:
          `ACCESS_REFUSED - Login was refused using authentication mechanism ${mechanism}. ` +
          'For details see the broker logfile.',
        classId: 0,
        methodId: 0,
      });
    }
    this.#broker.clock.after(loginDelayMs, () => this.#transport.end());
  }

  get #knownUsers(): KnownUsers {
    const external = this.#transport.certificateUser;
    return { external, anonymous: this.#options.anonymousUser };
  }

  #onTuneOk(args: MethodArguments<'connection.tune-ok'>): void {
    const { channelMax, frameMax } = this.#options;
    if (args.frameMax !== 0 && args.frameMax < FRAME_MIN_SIZE) {
      throw tooSmall(args.frameMax, FRAME_MIN_SIZE);
    }
    if (args.frameMax === 0 || args.frameMax > frameMax) {
      throw new AmqpFault(
        'not-allowed',
        `negotiated frame_max = ${args.frameMax} is higher than the maximum allowed value ` +
          `(${frameMax})`,
        CONNECTION_TUNE,
      );
    }
    if (args.channelMax === 0 || args.channelMax > channelMax) {
      const detail = args.channelMax === 0 ? ' (no limit)' : '';
      throw new AmqpFault(
        'not-allowed',
        `negotiated channel_max = ${args.channelMax}${detail} is higher than the maximum ` +
          `allowed value (${channelMax})`,
        CONNECTION_TUNE,
      );
    }
    this.#state = 'opening';
    const tuned = { frameMax: args.frameMax, channelMax: args.channelMax };
    this.#connection.facts.tuning = { ...tuned, heartbeatSeconds: args.heartbeat };
    this.#connection.onTuned(args.frameMax, args.channelMax, args.heartbeat);
  }

  #onOpen(args: MethodArguments<'connection.open'>): void {
    this.#vhost = this.#broker.enter(args.virtualHost, this.#connection);
    this.#requireFrameMax(this.#vhost);
    this.#state = 'done';
    this.#connection.onOpened();
    this.#connection.events.opened(this.#vhost.name);
    this.#connection.send(0, 'connection.open-ok', {});
  }

  /** RabbitMQ 4.x says so at tune-ok; here it depends on the vhost, which is known only now. */
  #requireFrameMax(vhost: Vhost): void {
    const { frameMax } = this.#connection.facts;
    if (frameMax >= FRAME_SIZE_MIN_4) return;
    if (vhost.refuses('frame-max', this.#connection)) throw tooSmall(frameMax, FRAME_SIZE_MIN_4);
  }
}

function tooSmall(frameMax: number, minimum: number): AmqpFault {
  return new AmqpFault(
    'not-allowed',
    `negotiated frame_max = ${frameMax} is lower than the minimum allowed value (${minimum})`,
    CONNECTION_TUNE,
  );
}

const text = (value: string): Field => ({ type: 'S', value });
const yes: Field = { type: 't', value: true };

function serverProperties({ version, platform }: AmqpOptions, clusterName: string): FieldTable {
  const capabilities = [
    'publisher_confirms',
    'exchange_exchange_bindings',
    'basic.nack',
    'consumer_cancel_notify',
    'connection.blocked',
    'consumer_priorities',
    'authentication_failure_close',
    'per_consumer_qos',
    'direct_reply_to',
  ];
  return new Map<string, Field>([
    ['capabilities', { type: 'F', value: new Map(capabilities.map((name) => [name, yes])) }],
    ['product', text('Leveret')],
    ['version', text(FOLLOWED_VERSION)],
    ['leveret_version', text(version)],
    ['cluster_name', text(clusterName)],
    ['platform', text(platform)],
    ['copyright', text('Copyright the authors of Leveret')],
    ['information', text('Licensed under the Apache License 2.0')],
  ]);
}

/**
 * py-amqp, which Celery and kombu are built on, says `global` only to a broker whose product is
 * RabbitMQ; of any other it expects AMQP 0-9-1 to the letter: false is the channel, consumers that
 * there are included. By RabbitMQ's reading Celery's limit would not grow with the tasks that it
 * holds back for later, and they would keep all others from running.
 */
function hasChannelQos(clientProperties: FieldTable): boolean {
  return textOf(clientProperties.get('product')) === 'py-amqp';
}

function capabilitiesOf(clientProperties: FieldTable): ReadonlySet<string> {
  const announced = clientProperties.get('capabilities');
  const names = new Set<string>();
  if (announced?.type !== 'F') return names;
  for (const [name, field] of announced.value) {
    if (field.type === 't' && field.value) names.add(name);
  }
  return names;
}
