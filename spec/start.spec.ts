import { expect } from 'chai';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { AMQPClient } from '@cloudamqp/amqp-client';
import { Program } from './support/program.js';
import { certificateFiles } from './support/test-certificates.js';

const READY = new RegExp(
  '^leveret ready amqp://([\\d.]+:\\d+)(?: \\S+:\\S+)* ' +
    'data=(\\S+) queues=(\\d+) messages=(\\d+) startup=\\d+ms$',
);

describe('leveret start', () => {
  let folder: string;
  const programs: Program[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop();
    rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[], environment: Record<string, string> = {}): Program {
    const program = new Program(['dist/src/main.js', ...args], { environment });
    programs.push(program);
    return program;
  }

  const start = (...args: string[]): Program =>
    run(['start', '--port', '0', '--management', 'off', '--data-dir', folder, ...args]);

  it('prints one line when it is ready, and the log on stderr', async () => {
    const program = start();
    const [, address = '', data] = await program.line(READY);
    expect(data).to.equal(folder);
    const [host, port] = address.split(':');
    await once(connect(Number(port), host), 'connect');
    await program.stop();
    expect(program.lines).to.have.length(1);
    const log = program.errorOutput.trimEnd().split('\n');
    const messages = log.map((line) => (JSON.parse(line) as { message: string }).message);
    expect([messages[0], messages.at(-1)]).to.deep.equal(['listening', 'stopped']);
  });

  it('logs who opened a connection, and what went wrong on which channel', async () => {
    const program = start();
    const [, address] = await program.line(READY);
    const client = await new AMQPClient(`amqp://guest:guest@${address}`).connect();
    const channel = await client.channel();
    await channel.queueBind('no', 'amq.topic', '').catch(() => {});
    await program.errorLine(/no queue 'no'/);
    await client.close();
    const lines = program.errorOutput.trimEnd().split('\n');
    const log = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const opened = log.find(({ message }) => message === 'connection open');
    expect(opened).to.include({ category: 'connection', user: 'guest', vhost: '/' });
    const fault = log.find(({ message }) => String(message).startsWith('NOT_FOUND'));
    expect(fault).to.include({ level: 'warn', user: 'guest', channel: 1 });
    expect(fault?.['connection']).to.equal(opened?.['connection']);
  });

  it('tells what it recovered', async () => {
    const first = start();
    const [, address] = await first.line(READY);
    const client = await new AMQPClient(`amqp://guest:guest@${address}`).connect();
    const channel = await client.channel();
    await channel.queueDeclare('orders', { durable: true });
    await channel.confirmSelect();
    for (const body of ['1', '2', '3'])
      await channel.basicPublish('', 'orders', body, { deliveryMode: 2 });
    await client.close();
    await first.stop();
    const second = start();
    const [, , , queues, messages] = await second.line(READY);
    expect([queues, messages]).to.deep.equal(['1', '3']);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`closes connections with 320 and exits with 0 after ${signal}`, async () => {
      const program = start();
      const [, address] = await program.line(READY);
      const client = await new AMQPClient(`amqp://guest:guest@${address}`).connect();
      const closed = new Promise<Error>((resolve) => (client.onerror = resolve));
      program.kill(signal);
      expect((await closed).message).to.contain('(320)');
      expect(await program.exit()).to.equal(0);
    });
  }

  it('refuses a data folder that another broker uses, by name, in one line, with 1', async () => {
    await start().line(READY);
    const second = start();
    expect(await second.exit()).to.equal(1);
    expect(second.errorOutput).to.match(/^leveret: [^\n]* in use [^\n]*\n$/);
    expect(second.errorOutput).to.contain(folder);
    expect(second.lines).to.deep.equal([]);
  });

  it('refuses a port that is taken, in one line, with 1', async () => {
    const [, address = ''] = await start().line(READY);
    const port = address.split(':')[1] ?? '';
    const args = ['start', '--port', port, '--management', 'off'];
    const second = run([...args, '--data-dir', join(folder, 'other')]);
    expect(await second.exit()).to.equal(1);
    expect(second.errorOutput).to.match(/^leveret: cannot listen on 127\.0\.0\.1:\d+: [^\n]*\n$/);
  });

  it('names every address in the ready line, AMQP first', async () => {
    const { certfile, keyfile } = certificateFiles('server');
    const options = ['--tls-port', '0', '--tls-certfile', certfile, '--tls-keyfile', keyfile];
    const path = join(folder, 'a.sock');
    options.push('--unix-path', path, '--management', 'on', '--management-port', '0');
    options.push('--prometheus', 'on', '--prometheus-port', '0');
    const line = await start(...options).line(/^leveret ready (.*) data=/);
    const addresses = line[1]?.replaceAll(/:\d+/g, ':0');
    expect(addresses).to.equal(
      `amqp://127.0.0.1:0 amqps://127.0.0.1:0 unix:${path} http://127.0.0.1:0 ` +
        'metrics=http://127.0.0.1:0/metrics',
    );
  });

  it('refuses an HTTP port that is taken, and names the option', async () => {
    const web = ['--management', 'on', '--management-port'];
    const line = await start(...web, '0').line(/ http:\/\/127\.0\.0\.1:(\d+) /);
    const other = ['--data-dir', join(folder, 'other')];
    const second = start(...other, ...web, line[1] ?? '');
    expect(await second.exit()).to.equal(1);
    expect(second.errorOutput).to.contain('another port with --management-port');
  });

  it('reads its certificates again after SIGHUP', async () => {
    const files = { certfile: join(folder, 'a.pem'), keyfile: join(folder, 'a.key.pem') };
    const install = (name: string): void => {
      copyFileSync(certificateFiles(name).certfile, files.certfile);
      copyFileSync(certificateFiles(name).keyfile, files.keyfile);
    };
    install('server');
    const options = ['--tls-certfile', files.certfile, '--tls-keyfile', files.keyfile];
    const program = start('--tls-port', '0', ...options);
    const line = await program.line(/ amqps:\/\/127\.0\.0\.1:(\d+) /);
    install('renewed');
    program.kill('SIGHUP');
    await program.errorLine(/TLS certificates were read again/);
    const client = connectTls({ port: Number(line[1]), rejectUnauthorized: false });
    await once(client, 'secureConnect');
    expect(client.getPeerCertificate().subject.CN).to.equal('renewed');
    client.destroy();
  });

  it('reads its config file again after SIGHUP, and tells what needs a restart', async () => {
    const file = join(folder, 'leveret.conf');
    writeFileSync(file, 'log.console.level = info\n');
    const program = start('--config', file);
    await program.line(READY);
    writeFileSync(file, 'log.console.level = debug\nleveret.vhosts = more\n');
    program.kill('SIGHUP');
    await program.errorLine(/"changed":\["log-level"\]/);
    await program.errorLine(/"options":\["vhosts"\]/);
    writeFileSync(file, 'log.console.levle = debug\n');
    program.kill('SIGHUP');
    await program.errorLine(/leveret\.conf, line 1; the nearest is/);
  });

  it('refuses a mistyped option in one line that names the nearest, with 2', async () => {
    const program = run(['start', '--prot', '1']);
    expect(await program.exit()).to.equal(2);
    const { errorOutput } = program;
    expect(errorOutput).to.equal("leveret: unknown option '--prot'; the nearest is '--port'\n");
  });

  it('refuses a config file that is not there in one line, with 2', async () => {
    const program = run(['start', '--config', join(folder, 'no.json')]);
    expect(await program.exit()).to.equal(2);
    expect(program.errorOutput).to.match(/^leveret: cannot read the config file [^\n]*\n$/);
  });

  it('takes its options from the environment, and warns of one it does not know', async () => {
    const environment = {
      LEVERET_PORT: '0',
      LEVERET_MANAGEMENT: 'off',
      LEVERET_DATA_DIR: folder,
      LEVERET_LOG_LEVEL: 'warn',
      LEVERET_PRT: '1',
    };
    const program = run(['start'], environment);
    await program.line(READY);
    await program.stop();
    const warning = JSON.parse(program.errorOutput) as Record<string, unknown>;
    expect(warning['message']).to.contain('LEVERET_PRT is no option');
  });

  it('prints version and help on stdout, with 0', async () => {
    const version = run(['--version']);
    expect(await version.exit()).to.equal(0);
    expect(version.lines[0]).to.match(/^\d+\.\d+\.\d+/);
    const help = run(['start', '--help']);
    expect(await help.exit()).to.equal(0);
    expect(help.lines.join('\n')).to.contain('--data-dir <folder>');
  });
});
