import { expect } from 'chai';
import { resolveConfig } from '../src/config.js';
import { Log } from '../src/log.js';
import { UsageError } from '../src/option.js';
import { reload } from '../src/reload.js';
import type { LiveOptions } from '../src/server.js';

const configOf = (flags: Readonly<Record<string, string>>) =>
  resolveConfig({ flags, environment: {}, readFile: () => '' }).config;

function reloading(flags: Readonly<Record<string, string>>) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): unknown => lines.push(JSON.parse(line) as (typeof lines)[number]);
  const log = new Log('info', write, () => 0);
  const told: (LiveOptions | undefined)[] = [];
  const server = { reload: (options?: LiveOptions): unknown => told.push(options) };
  const result = reload(configOf({}), { server, log, read: () => configOf(flags) });
  return { lines, log, told: told[0], result };
}

describe('A configuration that is read again', () => {
  it('changes log levels, watermarks and limits at once', () => {
    const { log, told, lines } = reloading({
      'log-level-connection': 'error',
      'disk-free-limit': '1GB',
      heartbeat: '5',
      'consumer-timeout': '7',
      'vhost-max': '3',
    });
    expect([log.level, log.category('connection').level]).to.deep.equal(['info', 'error']);
    expect(told?.diskFreeLimit).to.equal('1GB');
    expect([told?.amqp?.heartbeatSeconds, told?.consumerTimeoutMs]).to.deep.equal([5, 7]);
    expect(told?.nodeLimits?.vhostCountMax).to.equal(3);
    expect(lines).to.have.length(1);
    expect(lines[0]?.['changed']).to.have.members([
      'log-level-connection',
      'disk-free-limit',
      'heartbeat',
      'consumer-timeout',
      'vhost-max',
    ]);
  });

  it('names what takes a restart', () => {
    const { lines } = reloading({ port: '1', listen: '10.0.0.1:5672' });
    expect(lines.map(({ level, options }) => [level, options])).to.deep.equal([
      ['info', undefined],
      ['warn', ['port', 'listen']],
    ]);
  });

  it('stays as it was where there is a mistake in it, which is told', () => {
    const lines: string[] = [];
    const log = new Log(
      'info',
      (line) => lines.push(line),
      () => 0,
    );
    const current = configOf({});
    const server = { reload: () => expect.fail('nothing may change') };
    const read = (): never => {
      throw new UsageError('"port" in a.conf, line 3 takes an integer');
    };
    expect(reload(current, { server, log, read })).to.equal(current);
    expect(lines.join()).to.contain('a.conf, line 3');
  });

  it('is what the next change is compared with', () => {
    const { result } = reloading({ heartbeat: '5' });
    expect(result.heartbeat).to.equal(5);
  });
});
