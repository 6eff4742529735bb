import { expect } from 'chai';
import { Log, LOG_LEVELS, type LogLevel } from '../src/log.js';

function logAt(level: LogLevel) {
  const lines: string[] = [];
  return {
    lines,
    log: new Log(
      level,
      (line) => lines.push(line),
      () => 0,
    ),
  };
}

describe('The log', () => {
  it('writes one JSON object a line, level and time first', () => {
    const { lines, log } = logAt('info');
    log.info('listening', { port: 5672 });
    expect(lines).to.deep.equal([
      '{"level":"info","time":"1970-01-01T00:00:00.000Z","port":5672,"message":"listening"}\n',
    ]);
  });

  it('keeps a message with line breaks on one line', () => {
    const { lines, log } = logAt('info');
    log.warn('two\nlines');
    expect(lines[0]?.indexOf('\n')).to.equal((lines[0]?.length ?? 0) - 1);
  });

  for (const [index, level] of LOG_LEVELS.entries()) {
    it(`writes at level ${level} what is as grave or graver, and nothing else`, () => {
      const { lines, log } = logAt(level);
      log.debug('debug');
      log.info('info');
      log.warn('warn');
      log.error('error');
      log.fatal('fatal');
      const levels = lines.map((line) => (JSON.parse(line) as { level: string }).level);
      expect(levels).to.deep.equal(LOG_LEVELS.slice(index, -1));
    });
  }

  it('takes a message as it is, with whatever signs', () => {
    const { lines, log } = logAt('info');
    log.info('100 %s "%d" %%');
    expect((JSON.parse(lines[0] ?? '') as { message: string }).message).to.equal('100 %s "%d" %%');
  });

  it('changes its level while it runs', () => {
    const { lines, log } = logAt('silent');
    log.error('unheard');
    log.setLevel('debug');
    expect(log.level).to.equal('debug');
    log.debug('heard');
    expect(lines).to.have.length(1);
  });

  it('has categories, which follow its level until they are told their own', () => {
    const { lines, log } = logAt('info');
    const connection = log.category('connection');
    expect(log.category('connection')).to.equal(connection);
    connection.info('open');
    expect(lines[0]).to.contain('"category":"connection"');
    log.setLevel('error');
    expect(connection.level).to.equal('error');
    log.setLevel('warn', 'connection');
    log.setLevel('debug');
    expect([log.level, connection.level]).to.deep.equal(['debug', 'warn']);
  });

  it('tells where an error came from', () => {
    const { lines, log } = logAt('info');
    const error = new Error('disk full');
    log.error('cannot commit', { error, position: 5n });
    const written = JSON.parse(lines[0] ?? '') as { error: string; position: string };
    expect(written.error).to.equal(error.stack);
    expect(written.position).to.equal('5');
  });
});
