import { expect } from 'chai';
import { flagOf, OPTIONS } from '../src/config.js';
import { UsageError } from '../src/option.js';
import { readStartArguments } from '../src/start-arguments.js';

const parse = (...args: string[]) => readStartArguments(args, '1.2.3');

function printed(...args: string[]): string {
  const commandLine = parse(...args);
  if (commandLine.kind !== 'print') throw new Error('nothing was printed');
  return commandLine.text;
}

describe('The arguments of start', () => {
  it('hands on each flag of start by its key, in either form', () => {
    const args = [
      '--host',
      'h',
      '--port=0',
      '--data-dir',
      'd',
      '--log-level=debug',
      '--consumer-timeout=0',
      '--config',
      'c',
    ];
    const commandLine = parse('start', ...args);
    if (commandLine.kind !== 'start') throw new Error('start is not printed');
    const given = Object.entries(commandLine.flags).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(given)).to.deep.equal({
      host: 'h',
      port: '0',
      'data-dir': 'd',
      'log-level': 'debug',
      'consumer-timeout': '0',
      config: 'c',
    });
  });

  it('leaves what is not given to the other sources', () => {
    const commandLine = parse('start');
    expect(commandLine.kind).to.equal('start');
    if (commandLine.kind === 'start')
      expect(Object.values(commandLine.flags).every((value) => value === undefined)).to.equal(true);
  });

  it('takes the last of a flag that is given twice', () => {
    const commandLine = parse('start', '--port', '1', '--port', '2');
    expect(commandLine).to.have.nested.property('flags.port', '2');
  });

  it('prints the version', () => {
    expect([printed('--version'), printed('-V')]).to.deep.equal(['1.2.3\n', '1.2.3\n']);
  });

  it('explains every option with its default', () => {
    // Long lines are broken by the help.
    const help = printed('start', '--help').replaceAll(/\s+/g, ' ');
    for (const { key, meaning, defaultValue } of Object.values(OPTIONS)) {
      expect(help).to.contain(flagOf(key));
      expect(help).to.contain(`${meaning} (default: ${defaultValue})`);
    }
    expect(help).to.contain('--config <file>');
  });

  const mistakes: readonly [string[], string][] = [
    [['start', '--prot', '1'], "unknown option '--prot'; the nearest is '--port'"],
    [['start', '--datadir=x'], "unknown option '--datadir'; the nearest is '--data-dir'"],
    [['start', '--port', '1', '--hots', 'x'], "unknown option '--hots'; the nearest is '--host'"],
    [['start', '--port'], "option '--port <number>' argument missing"],
    [['start', '5672'], "'leveret start' takes options only, not '5672'"],
    [[], "which command? 'leveret start' runs the broker, 'leveret --help' tells"],
  ];
  for (const [args, message] of mistakes) {
    it(`answers "leveret ${args.join(' ')}" with: ${message}`, () => {
      expect(() => parse(...args)).to.throw(UsageError, message);
      expect(() => parse(...args)).not.to.throw(/\n/);
    });
  }
});
