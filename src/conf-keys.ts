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
  values[option] = values[option] === undefined ? value : `${values[option]},${value}`;
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

const defaultUserTag: Rule = (values, value, name) => {
  if (value === 'true') append(values, 'default-user-tags', name);
  return undefined;
};

/** With "false" guest, whom RabbitMQ has among them, is not. */
const loopbackUser: Rule = (values, value, name) => {
  const option = 'loopback-users';
  if (value === 'true') append(values, option, name);
  else if (name === 'guest') values[option] ??= 'none';
  return undefined;
};

/** With "true" RabbitMQ takes a header from everybody. */
const PROXIES = { true: '0.0.0.0/0,::/0', false: '' };

export const RABBITMQ_KEYS: Readonly<Record<string, Rule>> = {
  'listeners.tcp': noPlainListener,
  'listeners.tcp.$': listener('host', 'port', 'listen'),
  'listeners.ssl.$': listener('tls-host', 'tls-port', 'tls-listen'),
  'ssl_options.cacertfile': to('tls-cacertfile'),
  'ssl_options.certfile': to('tls-certfile'),
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
  'default_user_tags.$': defaultUserTag,
  loopback_users: to('loopback-users'),
  'loopback_users.$': loopbackUser,
  heartbeat: to('heartbeat'),
  frame_max: to('frame-max'),
  channel_max: to('channel-max'),
  channel_max_per_node: to('channel-max-per-node'),
  connection_max: to('connection-max'),
  ranch_connection_max: to('connection-max'),
  consumer_max_per_channel: to('consumer-max-per-channel'),
  consumer_timeout: to('consumer-timeout'),
  handshake_timeout: to('handshake-timeout'),
  ssl_handshake_timeout: to('handshake-timeout'),
  anonymous_login_user: to('anonymous-login-user'),
  vhost_max: to('vhost-max'),
  cluster_queue_limit: to('cluster-queue-limit'),
  cluster_exchange_limit: to('cluster-exchange-limit'),
  load_definitions: to('load-definitions'),
  'definitions.local.path': to('load-definitions'),
  'management.tcp.ip': to('management-host'),
  'management.tcp.port': to('management-port'),
  'management.listener.ip': to('management-host'),
  'management.listener.port': to('management-port'),
  'prometheus.tcp.ip': prometheus('prometheus-host'),
  'prometheus.tcp.port': prometheus('prometheus-port'),
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
  for (const { key, value, place } of settings) {
    const before = { ...values };
    const written = key.join('.');
    const rule = ownRule(key, ownKeys) ?? findRule(key);
    if (rule !== undefined) {
      const complaint = rule(values, value, key.at(-1) ?? '');
      if (complaint !== undefined) throw new UsageError(`"${written}" in ${place} ${complaint}`);
    } else if (KEYS_WITHOUT_EFFECT.some((known) => `${written}.`.startsWith(`${known}.`))) {
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

function findRule(key: readonly string[]): Rule | undefined {
  return RABBITMQ_KEYS[key.join('.')] ?? RABBITMQ_KEYS[[...key.slice(0, -1), '$'].join('.')];
}

function ownRule([prefix, ...rest]: readonly string[], ownKeys: readonly string[]) {
  const option = rest.join('-').replaceAll('_', '-');
  return prefix === OWN_PREFIX && ownKeys.includes(option) ? to(option) : undefined;
}

function nearest(written: string, ownKeys: readonly string[]): string {
  const own = ownKeys.map((key) => `${OWN_PREFIX}.${key.replaceAll('-', '_')}`);
  return `the nearest is "${closest(written, [...Object.keys(RABBITMQ_KEYS), ...own])}"`;
}
