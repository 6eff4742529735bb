import { expect } from 'chai';
import { KEYS_WITHOUT_EFFECT } from '../src/conf-ignored-keys.js';
import { RABBITMQ_KEYS, translateConf } from '../src/conf-keys.js';
import { OPTIONS, resolveConfig } from '../src/config.js';
import { UsageError } from '../src/option.js';

/** The configuration that the lines make, and what is warned of. */
function resolve(lines: readonly string[], flags: Readonly<Record<string, string>> = {}) {
  const readFile = (): string => lines.join('\n');
  return resolveConfig({ flags: { config: 'r.conf', ...flags }, environment: {}, readFile });
}

describe("RabbitMQ's keys", () => {
  it('set options of ours, each one that there is', () => {
    const known = Object.values(OPTIONS).map(({ key }) => key);
    for (const [pattern, rule] of Object.entries(RABBITMQ_KEYS)) {
      const values = {};
      rule(values, '1', 'name');
      expect(known, pattern).to.include.members(Object.keys(values));
    }
  });

  it('that mean nothing here are in no other list', () => {
    for (const key of KEYS_WITHOUT_EFFECT) {
      const below = Object.keys(RABBITMQ_KEYS).filter((pattern) =>
        `${pattern}.`.startsWith(`${key}.`),
      );
      expect(below, key).to.deep.equal([]);
    }
  });

  it('that are set twice have the later value alone', () => {
    const { config } = resolve([
      'listeners.tcp.default = 5673',
      'ssl_options.versions.1 = tlsv1.2',
      'loopback_users.guest = true',
      'default_user_tags.monitoring = true',
      'listeners.tcp.default = 127.0.0.1:5674',
      'ssl_options.versions.1 = tlsv1.3',
      'loopback_users.guest = false',
      'default_user_tags.monitoring = false',
    ]);
    expect(config).to.deep.include({
      host: '127.0.0.1',
      port: 5674,
      listen: [],
      tlsMinVersion: 'tlsv1.3',
      loopbackUsers: [],
      defaultUserTags: [],
    });
  });

  it('open a port for HTTPS, and name the broker, its queues and their largest message', () => {
    const { config } = resolve([
      'management.ssl.port = 15673',
      'management.ssl.certfile = c.pem',
      'management.ssl.keyfile = k.pem',
      'management.ssl.versions.1 = tlsv1.3',
      'cluster_name = warren',
      'default_queue_type = rabbit_quorum_queue',
      'max_message_size = 536870912',
    ]);
    expect(config).to.deep.include({
      managementTlsPort: 15_673,
      managementTlsCertfile: 'c.pem',
      managementTlsKeyfile: 'k.pem',
      tlsMinVersion: 'tlsv1.3',
      clusterName: 'warren',
      defaultQueueType: 'quorum',
      maxMessageSize: 536_870_912,
    });
  });

  it('name users and tags with true and false; those named take the place of the default', () => {
    const { config } = resolve([
      'loopback_users.guest = false',
      'loopback_users.ann = true',
      'loopback_users.bob = true',
      'default_user_tags.administrator = false',
      'default_user_tags.monitoring = true',
    ]);
    expect(config.loopbackUsers).to.deep.equal(['ann', 'bob']);
    expect(config.defaultUserTags).to.deep.equal(['monitoring']);
    const none = ['loopback_users.ann = true', 'loopback_users = none'];
    for (const lines of [none, [...none].reverse()]) {
      expect(resolve(lines).config.loopbackUsers).to.deep.equal([]);
    }
    const { defaultUserTags } = resolve(['default_user_tags.administrator = false']).config;
    expect(defaultUserTags).to.deep.equal([]);
  });

  it('lift a limit as in RabbitMQ, up to what there can be', () => {
    const { config } = resolve(['connection_max = infinity', 'channel_max = 0', 'frame_max = 0']);
    expect(config).to.include({
      connectionMax: 2_147_483_647,
      channelMax: 65_535,
      frameMax: 8_388_608,
    });
  });

  it('keep TLS away with none, whatever certificate there is', () => {
    const lines = ['listeners.ssl = none', 'ssl_options.certfile = a', 'listeners.ssl.1 = 5671'];
    for (const each of [lines, [...lines].reverse()]) {
      expect(resolve(each).config.tlsCertfile).to.equal('');
    }
  });

  it('make a listener on all addresses of a port, and on one of address and port', () => {
    expect(resolve(['listeners.tcp.default = 5673']).config).to.include({ host: '::', port: 5673 });
    const one = { host: '10.0.0.1', port: 5673 };
    expect(resolve(['listeners.tcp.default = 10.0.0.1:5673']).config).to.include(one);
    const six = { host: '::1', port: 5673 };
    expect(resolve(['listeners.tcp.default = ::1:5673']).config).to.include(six);
    expect(resolve(['listeners.tcp.default = [::1]:5673']).config).to.include(six);
  });

  it('make further listeners of further lines, and a Unix socket', () => {
    const { config } = resolve([
      'listeners.tcp.1 = 127.0.0.1:5672',
      'listeners.tcp.2 = 10.0.0.1:5672',
      'listeners.tcp.3 = 5674',
      'listeners.tcp.unix = unix:/run/leveret.sock:0',
      'listeners.ssl.1 = 5671',
      'listeners.ssl.2 = 127.0.0.1:5670',
    ]);
    expect(config).to.deep.include({ host: '127.0.0.1', port: 5672, tlsHost: '::', tlsPort: 5671 });
    expect(config.listen).to.deep.equal(['10.0.0.1:5672', '[::]:5674']);
    expect(config.tlsListen).to.deep.equal(['127.0.0.1:5670']);
    expect(config.unixPath).to.equal('/run/leveret.sock');
  });

  it('give way to flags', () => {
    const { config } = resolve(['listeners.tcp.default = 1', 'heartbeat = 10'], { port: '2' });
    expect(config).to.include({ port: 2, heartbeat: 10 });
  });

  it('take the oldest of the versions of TLS, in whichever order', () => {
    const versions = ['ssl_options.versions.1 = tlsv1.3', 'ssl_options.versions.2 = tlsv1.2'];
    expect(resolve(versions).config.tlsMinVersion).to.equal('tlsv1.2');
    expect(resolve([...versions].reverse()).config.tlsMinVersion).to.equal('tlsv1.2');
    expect(resolve(versions.slice(0, 1)).config.tlsMinVersion).to.equal('tlsv1.3');
  });

  it('know true and false, levels and proxies in words of RabbitMQ', () => {
    const { config } = resolve([
      'ssl_options.fail_if_no_peer_cert = true',
      'log.console.level = warning',
      'proxy_protocol = true',
      'channel_max_per_node = infinity',
    ]);
    expect(config).to.deep.include({
      tlsFailIfNoPeerCert: 'on',
      logLevel: 'warn',
      proxyProtocolFrom: ['0.0.0.0/0', '::/0'],
      channelMaxPerNode: 'infinity',
    });
  });

  it('tell memory and disk as shares or sizes; of two the absolute one counts', () => {
    const relative = 'vm_memory_high_watermark.relative = 0.4';
    const absolute = 'vm_memory_high_watermark.absolute = 2GiB';
    expect(resolve([relative]).config.memoryHighWatermark).to.equal('0.4');
    for (const lines of [
      [relative, absolute],
      [absolute, relative],
    ]) {
      expect(resolve(lines).config.memoryHighWatermark).to.equal('2GiB');
    }
    expect(resolve(['disk_free_limit.relative = 1']).config.diskFreeLimit).to.equal('1.0');
    expect(resolve(['disk_free_limit.absolute = 1']).config.diskFreeLimit).to.equal('1');
  });

  it('are accepted without effect where they mean nothing, and told of in one warning', () => {
    const { warnings } = resolve([
      'cluster_formation.peer_discovery_backend = classic_config',
      'num_acceptors.tcp = 10',
      'queue_master_locator = min-masters',
      'log.console = true',
      'log.queue.level = debug',
      'management.listener.ssl = false',
      'prometheus.return_per_object_metrics = true',
    ]);
    expect(warnings).to.deep.equal([
      'r.conf: cluster_formation.peer_discovery_backend, num_acceptors.tcp, ' +
        'queue_master_locator, log.queue.level, prometheus.return_per_object_metrics ' +
        'have no effect',
    ]);
  });

  it('stand beside ours, which begin with "leveret."', () => {
    const { config } = resolve(['leveret.data_dir = /d', 'leveret.tls-sni = a=b:c']);
    expect(config).to.deep.include({ dataDir: '/d', tlsSni: ['a=b:c'] });
  });

  const mistakes: readonly [string, string, string][] = [
    [
      'a mistyped key',
      'heartbeet = 1',
      'key "heartbeet" in r.conf, line 2; the nearest is "heartb',
    ],
    ['a mistyped key of ours', 'leveret.data_dirr = 1', 'the nearest is "leveret.data_dir"'],
    ['a mistyped key of TLS', 'ssl_options.certfil = a', 'the nearest is "ssl_options.certfile"'],
    ['a wrong value', 'frame_max = big', '"frame_max" in r.conf, line 2 takes an integer from 40'],
    ['an old TLS', 'ssl_options.versions.1 = tlsv1.1', 'line 2 takes tlsv1.2 or tlsv1.3, not "tl'],
    ['a port beyond', 'listeners.tcp.default = 70000', 'line 2 takes an integer from 0 to 65535'],
    ['no listener', 'listeners.tcp = none', 'by listeners.tcp.default = 127.0.0.1:5672'],
    ['a nameless listener', 'listeners.tcp = 5672', 'takes a name after it'],
    ['one of TLS', 'listeners.ssl = 5671', 'line 2 takes a name after it: listeners.ssl.default'],
    ['the HTTPS of old', 'management.listener.ssl = true', 'cannot be: HTTPS is a port of its own'],
    [
      'metrics over TLS',
      'prometheus.ssl.versions.1 = tlsv1.2',
      '2 cannot be: this port is without TLS here; a proxy',
    ],
    ['a login for metrics', 'prometheus.authentication.enabled = true', 'asks for no login'],
  ];
  for (const [mistake, line, message] of mistakes) {
    it(`refuse ${mistake} with the line that it is on`, () => {
      expect(() => resolve(['', line])).to.throw(UsageError, message);
    });
  }

  it('name the place of each option that they set', () => {
    const setting = { key: ['heartbeat'], value: '1', place: 'r.conf, line 9' };
    expect(translateConf([setting], []).places).to.deep.equal({
      heartbeat: '"heartbeat" in r.conf, line 9',
    });
  });
});
