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
  it('writes one JSON object a line, time and level first', () => {
    const { lines, log } = logAt('info');
    log.info('listening', { port: 5672 });
    expect(lines).to.deep.equal([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"listening","port":5672}\n',
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

  it('tells where an error came from', () => {
    const { lines, log } = logAt('info');
    const error = new Error('disk full');
    log.error('cannot commit', { error, position: 5n });
    const written = JSON.parse(lines[0] ?? '') as { error: string; position: string };
    expect(written.error).to.equal(error.stack);
    expect(written.position).to.equal('5');
  });
});
