import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { translateConf } from '../src/conf-keys.js';
import { readConf } from '../src/conf-syntax.js';
import { type ConfigSources, flagOf, OPTIONS, resolveConfig, variableOf } from '../src/config.js';
import { UsageError } from '../src/option.js';

/** A config file with this content, named by flag, unless `sources` say otherwise. */
function resolve(sources: Partial<ConfigSources>, file?: unknown) {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const flags = file === undefined ? {} : { config: 'broker.json' };
  return resolveConfig({
    environment: {},
    readFile: (path) => {
      if (path !== 'broker.json') throw new Error(`ENOENT: no such file, open '${path}'`);
      return text;
    },
    ...sources,
    flags: { ...flags, ...sources.flags },
  });
}

describe('The configuration', () => {
  it('is safe by default: this machine only, the usual port, a folder beside', () => {
    const { config, warnings } = resolve({});
    expect(config).to.deep.include({ host: '127.0.0.1', port: 5672, dataDir: './leveret-data' });
    expect(config).to.deep.include({ managementHost: '127.0.0.1', anonymousLoginUser: '' });
    expect(config).to.deep.include({ logLevel: 'info', consumerTimeout: 1_800_000 });
    expect(warnings).to.deep.equal([]);
  });

  it('takes a flag before a variable, that before the file, that before the default', () => {
    const file = { host: 'file', port: 3, 'data-dir': 'file' };
    const environment = { LEVERET_HOST: 'variable', LEVERET_PORT: '2' };
    const { config } = resolve({ flags: { host: 'flag' }, environment }, file);
    expect(config).to.include({ host: 'flag', port: 2, dataDir: 'file', logLevel: 'info' });
  });

  it('finds its file by a variable too', () => {
    const environment = { LEVERET_CONFIG: 'broker.json' };
    const text = JSON.stringify({ port: 7 });
    const { config } = resolveConfig({ flags: {}, environment, readFile: () => text });
    expect(config.port).to.equal(7);
  });

  it('counts a variable that is set to nothing as not set', () => {
    expect(resolve({ environment: { LEVERET_HOST: '' } }).config.host).to.equal('127.0.0.1');
  });

  const mistakes: readonly [string, Partial<ConfigSources>, unknown, string][] = [
    ['a mistyped key', {}, { prot: 1 }, 'unknown key "prot" in broker.json; the nearest is "port"'],
    ['the file named in the file', {}, { config: 'x' }, 'unknown key "config" in broker.json'],
    ['a file that is a list', {}, [], 'the config file broker.json must hold one JSON object'],
    ['a file that is null', {}, 'null', 'the config file broker.json must hold one JSON object'],
    ['a file that is no JSON', {}, '{"port"', 'cannot read the config file broker.json: '],
    ['a missing file', { flags: { config: 'no' } }, undefined, "no such file, open 'no'"],
    [
      'a level that there is not',
      { flags: { 'log-level': 'loud' } },
      undefined,
      '--log-level takes',
    ],
    ['an empty host', { flags: { host: '' } }, undefined, '--host takes a host name or an IP'],
    ['a number for a folder', {}, { 'data-dir': 7 }, '"data-dir" in broker.json takes the path'],
    ['a port in words', {}, { port: 'amqp' }, '"port" in broker.json takes an integer from 0'],
    ['a port with a rest', { flags: { port: '56x' } }, undefined, 'to 65535, not "56x"'],
    ['a negative port', { flags: { port: '-1' } }, undefined, 'to 65535, not "-1"'],
    ['port 65536', { environment: { LEVERET_PORT: '65536' } }, undefined, 'LEVERET_PORT takes an'],
    ['a negative timeout', { flags: { 'consumer-timeout': '-1' } }, undefined, 'takes a number of'],
    ['half a port', {}, { port: 5672.5 }, 'to 65535, not 5672.5'],
  ];
  for (const [mistake, sources, file, message] of mistakes) {
    it(`refuses ${mistake} in one line that says what is right`, () => {
      expect(() => resolve(sources, file)).to.throw(UsageError, message);
      expect(() => resolve(sources, file)).not.to.throw(/\n/);
    });
  }

  it('takes every port there is, and 0', () => {
    for (const port of ['0', '1', '65535'])
      expect(resolve({ flags: { port } }).config.port).to.equal(Number(port));
  });

  it('only warns of a variable it does not know, which may be meant for somebody else', () => {
    const environment = { LEVERET_PRT: '1', LEVERET_SERVICE_HOST: '10.0.0.1', OTHER: 'x' };
    const { warnings } = resolve({ environment });
    expect(warnings).to.have.length(2);
    expect(warnings[0]).to.equal(
      'LEVERET_PRT is no option and was ignored; the nearest is LEVERET_PORT',
    );
  });

  it('ignores the LEVERET_PORT that Kubernetes sets for a service named leveret', () => {
    const { config, warnings } = resolve({ environment: { LEVERET_PORT: 'tcp://10.0.0.1:5672' } });
    expect(config.port).to.equal(5672);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('Kubernetes');
  });

  it("ignores Kubernetes' addresses of services named leveret-management and the like", () => {
    const environment = { LEVERET_MANAGEMENT_PORT: 'tcp://10.0.0.1:15672' };
    const { config, warnings } = resolve({ environment });
    expect(config.managementPort).to.equal(15_672);
    expect(warnings[0]).to.contain('Kubernetes');
  });

  it('has its flag and its variable named after its key', () => {
    expect(flagOf(OPTIONS.dataDir.key)).to.equal('--data-dir');
    expect(variableOf(OPTIONS.dataDir.key)).to.equal('LEVERET_DATA_DIR');
  });
});

describe('The files in config/', () => {
  const folder = new URL('../../config/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.conf'));
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  const resolveText = (text: string) =>
    resolveConfig({ flags: { config: 'a.conf' }, environment: {}, readFile: () => text });
  /** Commented settings are settings. */
  const uncommented = (text: string): string => text.replaceAll(/^# (?=[\w.]+ *=)/gm, '');

  for (const name of names) {
    it(`parse, without a key that has no effect: ${name}`, () => {
      expect(resolveText(read(name)).warnings).to.deep.equal([]);
    });
  }

  it('say in default.conf what each option is by default', () => {
    const text = read('default.conf');
    expect(resolveText(text)).to.deep.equal(resolve({}));
    const settings = readConf('a.conf', { environment: {}, readFile: () => uncommented(text) });
    const keys = Object.values(OPTIONS).map(({ key }) => key);
    expect(Object.keys(translateConf(settings, keys).values)).to.have.members(keys);
    expect(resolveText(uncommented(text))).to.deep.equal(resolve({}));
  });

  it('say in default.conf what each option means', () => {
    const text = read('default.conf');
    for (const { key, meaning } of Object.values(OPTIONS)) {
      if (!['host', 'port'].includes(key)) expect(text).to.contain(`\n# ${meaning}\n`);
    }
  });

  it('start the broker from leveret.service with production.conf in the unit’s own folders', () => {
    const unit = read('leveret.service');
    expect(unit).to.match(/^ExecStart=\S+ leveret start --config \/etc\/leveret\/leveret\.conf$/m);
    expect(unit).to.match(/^StateDirectory=leveret$/m);
    expect(resolveText(read('production.conf')).config.dataDir).to.equal('/var/lib/leveret');
  });
});
