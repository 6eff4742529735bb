import { expect } from 'chai';
import { Log } from '../src/log.js';
import { LogLevels } from '../src/log-levels.js';

describe('The levels of the log', () => {
  let log: Log;
  let levels: LogLevels;
  beforeEach(() => {
    log = new Log(
      'info',
      () => {},
      () => 0,
    );
    levels = new LogLevels(log);
  });

  it('are told by category', () => {
    expect(levels.read()).to.deep.equal({ default: 'info', connection: 'info' });
  });

  it('change for all, or for a category', () => {
    expect(levels.set('debug', 'default')).to.equal(undefined);
    expect(levels.set('error', 'connection')).to.equal(undefined);
    expect(levels.read()).to.deep.equal({ default: 'debug', connection: 'error' });
  });

  it('have RabbitMQ’s names too', () => {
    levels.set('warning', 'default');
    expect(log.level).to.equal('warn');
    levels.set('none', 'default');
    expect(log.level).to.equal('silent');
  });

  it('stay where there is no such level or category', () => {
    expect(levels.set('loud', 'default')).to.contain('level is one of debug, info');
    expect(levels.set('debug', 'kitchen')).to.equal('category is one of default, connection');
    expect(levels.read()).to.deep.equal({ default: 'info', connection: 'info' });
  });
});
