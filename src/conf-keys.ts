/**
 * RabbitMQ's configuration keys, and which of our options each one sets. Keys that mean nothing
 * here are accepted and told about; unknown ones are refused. Called by config.ts with what
 * conf-syntax.ts has read.
 */
import { closest } from 'fastest-levenshtein';
import { KEYS_WITHOUT_EFFECT } from './conf-ignored-keys.js';
import type { ConfSetting } from './conf-syntax.js';
import { RABBITMQ_LEVELS } from './log-levels.js';
import { UsageError } from './option.js';

export interface ConfOptions {
  /** By the key of the option; texts, as flags give them. */
  readonly values: Readonly<Record<string, string>>;
  /** Where each of them comes from: "listeners.tcp.default in rabbitmq.conf, line 3". */
  readonly places: Readonly<Record<string, string>>;
  /** RabbitMQ's keys that were given, and have no effect. */
  readonly ignored: readonly string[];
}

type Values = Record<string, string>;

/**
 * Sets options from a value; `name` is what stood where the pattern has a "$". A text that comes
 * back says why it cannot be.
 */
type Rule = (values: Values, value: string, name: string) => string | undefined;

/** Ours stand under this: leveret.data_dir is the option data-dir. */
const OWN_PREFIX = 'leveret';

/** RabbitMQ listens everywhere unless it is told an address. */
const EVERYWHERE = '::';

/** The option gets the value, or what the words say instead of it. */
const to =
  (option: string, words: Readonly<Record<string, string>> = {}): Rule =>
  (values, value) => {
    values[option] = words[value] ?? value;
    return undefined;
  };

function append(values: Values, option: string, value: string): void {
  const before = values[option] ?? '';
  values[option] = before === '' ? value : `${before},${value}`;
}

/** "5672", "127.0.0.1:5672", "[::1]:5672", "::1:5672" */
const listener =
  (hostOption: string, portOption: string, furtherOption: string): Rule =>
  (values, value) => {
    const unixPath = /^(?:unix|local):(.+):0$/.exec(value)?.[1];
    const [, host, port = value] = /^(.+):([^:]+)$/.exec(value) ?? [];
    if (unixPath !== undefined) values['unix-path'] = unixPath;
    else if (values[portOption] !== undefined) {
      append(values, furtherOption, host === undefined ? `[${EVERYWHERE}]:${port}` : value);
    } else {
      values[hostOption] = host?.replace(/^\[(.*)\]$/, '$1') ?? EVERYWHERE;
      values[portOption] = port;
    }
    return undefined;
  };

const noPlainListener: Rule = (_values, value) =>
  value === 'none'
    ? 'cannot be: keep AMQP without TLS to this machine by listeners.tcp.default = 127.0.0.1:5672'
    : 'takes a name after it: listeners.tcp.default';

/** With "none" there is no TLS, whatever else is said of it. */
const noTlsListener: Rule = (values, value) => {
  if (value !== 'none') return 'takes a name after it: listeners.ssl.default';
  values['tls-certfile'] = '';
  return undefined;
};

const certificate: Rule = (values, value) => {
  values['tls-certfile'] ??= value;
  return undefined;
};

const oldestVersion: Rule = (values, value) => {
  const option = 'tls-min-version';
  values[option] = [values[option] ?? value, value].sort()[0] ?? value;
  return undefined;
};

/** Of two the absolute one counts, in whichever order. */
const share =
  (option: string): Rule =>
  (values, value) => {
    if (values[option]?.includes('.') === false) return undefined;
    values[option] = value.includes('.') ? value : `${value}.0`;
    return undefined;
  };

/** RabbitMQ has a plugin for it, which is on where its port is named. */
const prometheus =
  (option: string): Rule =>
  (values, value) => {
    values['prometheus'] ??= 'on';
    values[option] = value;
    return undefined;
  };

/** Those with "true" are in the list, which takes the place of the default. */
const member =
  (option: string): Rule =>
  (values, value, name) => {
    values[option] ??= '';
    if (value === 'true' && values[option] !== NOBODY) append(values, option, name);
    return undefined;
  };

/** Of loopback users; it goes before whoever is named. */
const NOBODY = 'none';

const onlyFalse =
  (complaint: string): Rule =>
  (_values, value) =>
    value === 'false' ? undefined : complaint;

const NO_HTTPS = 'cannot be: this port is without TLS here; a proxy before it can have it';
const OLD_HTTPS = 'cannot be: HTTPS is a port of its own here, of management.ssl.*';

/** Each stands for those below it too. */
const REFUSED: Readonly<Record<string, string>> = {
  'management.listener.ssl_opts': OLD_HTTPS,
  'prometheus.ssl': NO_HTTPS,
};

/** Ours have bounds; what has none in RabbitMQ gets the highest. */
const CONNECTIONS = { infinity: '2147483647' };
const CHANNELS = { 0: '65535' };
const FRAME_SIZES = { 0: '8388608' };

/** RabbitMQ's own names of its modules are taken, too. */
const QUEUE_TYPES = { rabbit_classic_queue: 'classic', rabbit_quorum_queue: 'quorum' };

/** With "true" RabbitMQ takes a header from everybody. */
const PROXIES = { true: '0.0.0.0/0,::/0', false: '' };

export const RABBITMQ_KEYS: Readonly<Record<string, Rule>> = {
  'listeners.tcp': noPlainListener,
  'listeners.tcp.$': listener('host', 'port', 'listen'),
  'listeners.ssl': noTlsListener,
  'listeners.ssl.$': listener('tls-host', 'tls-port', 'tls-listen'),
  'ssl_options.cacertfile': to('tls-cacertfile'),
  'ssl_options.certfile': certificate,
  'ssl_options.keyfile': to('tls-keyfile'),
  'ssl_options.password': to('tls-password'),
  'ssl_options.verify': to('tls-verify'),
  'ssl_options.fail_if_no_peer_cert': to('tls-fail-if-no-peer-cert'),
  'ssl_options.versions.$': oldestVersion,
  ssl_cert_login_from: to('tls-cert-login-from'),
  ssl_cert_login_san_type: to('tls-cert-login-san-type'),
  ssl_cert_login_san_index: to('tls-cert-login-san-index'),
  proxy_protocol: to('proxy-protocol-from', PROXIES),
  'vm_memory_high_watermark.relative': share('memory-high-watermark'),
  'vm_memory_high_watermark.absolute': to('memory-high-watermark'),
  'disk_free_limit.relative': share('disk-free-limit'),
  'disk_free_limit.absolute': to('disk-free-limit'),
  default_user: to('default-user'),
  default_pass: to('default-pass'),
  default_vhost: to('default-vhost'),
  'default_user_tags.$': member('default-user-tags'),
  loopback_users: to('loopback-users'),
  'loopback_users.$': member('loopback-users'),
  heartbeat: to('heartbeat'),
  frame_max: to('frame-max', FRAME_SIZES),
  channel_max: to('channel-max', CHANNELS),
  max_channels_per_connection: to('channel-max', CHANNELS),
  channel_max_per_node: to('channel-max-per-node'),
  connection_max: to('connection-max', CONNECTIONS),
  max_connections: to('connection-max', CONNECTIONS),
  ranch_connection_max: to('connection-max', CONNECTIONS),
  consumer_max_per_channel: to('consumer-max-per-channel'),
  consumer_timeout: to('consumer-timeout'),
  handshake_timeout: to('handshake-timeout'),
  ssl_handshake_timeout: to('handshake-timeout'),
  anonymous_login_user: to('anonymous-login-user'),
  vhost_max: to('vhost-max'),
  cluster_queue_limit: to('cluster-queue-limit'),
  cluster_exchange_limit: to('cluster-exchange-limit'),
  cluster_name: to('cluster-name'),
  default_queue_type: to('default-queue-type', QUEUE_TYPES),
  max_message_size: to('max-message-size'),
  load_definitions: to('load-definitions'),
  'definitions.local.path': to('load-definitions'),
  'management.load_definitions': to('load-definitions'),
  'management.tcp.ip': to('management-host'),
  'management.tcp.port': to('management-port'),
  'management.listener.ip': to('management-host'),
  'management.listener.port': to('management-port'),
  'management.listener.ssl': onlyFalse(OLD_HTTPS),
  'management.ssl.ip': to('management-tls-host'),
  'management.ssl.port': to('management-tls-port'),
  'management.ssl.certfile': to('management-tls-certfile'),
  'management.ssl.keyfile': to('management-tls-keyfile'),
  'management.ssl.password': to('management-tls-password'),
  'management.ssl.cacertfile': to('management-tls-cacertfile'),
  'management.ssl.verify': to('management-tls-verify'),
  'management.ssl.fail_if_no_peer_cert': to('management-tls-fail-if-no-peer-cert'),
  'management.ssl.versions.$': oldestVersion,
  'prometheus.tcp.ip': prometheus('prometheus-host'),
  'prometheus.tcp.port': prometheus('prometheus-port'),
  'prometheus.authentication.enabled': onlyFalse(
    'cannot be: the port for metrics asks for no login; /metrics on management.tcp.port does',
  ),
  // It is written to in any case.
  'log.console': () => undefined,
  'log.level': to('log-level', RABBITMQ_LEVELS),
  'log.default.level': to('log-level', RABBITMQ_LEVELS),
  'log.connection.level': to('log-level-connection', RABBITMQ_LEVELS),
  'log.console.level': to('log-level', RABBITMQ_LEVELS),
};

/** Keys of ours are those of the options, which config.ts has. */
export function translateConf(
  settings: readonly ConfSetting[],
  ownKeys: readonly string[],
): ConfOptions {
  const values: Values = {};
  const places: Values = {};
  const ignored = new Set<string>();
  for (const { key, value, place } of lastOfEach(settings)) {
    const before = { ...values };
    const written = key.join('.');
    const rule = ownRule(key, ownKeys) ?? findRule(key);
    if (rule !== undefined) {
      const complaint = rule(values, value, key.at(-1) ?? '');
      if (complaint !== undefined) throw new UsageError(`"${written}" in ${place} ${complaint}`);
    } else if (KEYS_WITHOUT_EFFECT.some((known) => isWithin(written, known))) {
      ignored.add(written);
    } else {
      throw new UsageError(`unknown key "${written}" in ${place}; ${nearest(written, ownKeys)}`);
    }
    for (const option of Object.keys(values)) {
      if (values[option] !== before[option]) places[option] = `"${written}" in ${place}`;
    }
  }
  return { values, places, ignored: [...ignored] };
}

/** A key that is set twice has the later value, and its place. */
function lastOfEach(settings: readonly ConfSetting[]): Iterable<ConfSetting> {
  const byKey = new Map<string, ConfSetting>();
  for (const setting of settings) {
    const key = setting.key.join('\0');
    byKey.delete(key);
    byKey.set(key, setting);
  }
  return byKey.values();
}

function findRule(key: readonly string[]): Rule | undefined {
  const written = key.join('.');
  const rule = RABBITMQ_KEYS[written] ?? RABBITMQ_KEYS[[...key.slice(0, -1), '$'].join('.')];
  if (rule !== undefined) return rule;
  const refused = Object.keys(REFUSED).find((known) => isWithin(written, known));
  return refused === undefined ? undefined : () => REFUSED[refused];
}

function isWithin(key: string, known: string): boolean {
  return `${key}.`.startsWith(`${known}.`);
}

function ownRule([prefix, ...rest]: readonly string[], ownKeys: readonly string[]) {
  const option = rest.join('-').replaceAll('_', '-');
  return prefix === OWN_PREFIX && ownKeys.includes(option) ? to(option) : undefined;
}

function nearest(written: string, ownKeys: readonly string[]): string {
  const own = ownKeys.map((key) => `${OWN_PREFIX}.${key.replaceAll('-', '_')}`);
  return `the nearest is "${closest(written, [...Object.keys(RABBITMQ_KEYS), ...own])}"`;
}
