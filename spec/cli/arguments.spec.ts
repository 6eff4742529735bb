import { expect } from 'chai';
import { findVerb, parseWords } from '../../src/cli/arguments.js';
import { Failure } from '../../src/cli/failure.js';
import { NOTHING, type Verb } from '../../src/cli/verb.js';

const verb = (usage: string, options: Verb['options'] = {}): Verb => ({
  name: 'do',
  usage,
  summary: '',
  options,
  run: () => Promise.resolve(NOTHING),
});

describe('The words of a command line', () => {
  it('have their verb wherever rabbitmqctl takes it', () => {
    expect(findVerb(['list_queues', '-p', 'a'])).to.deep.equal({
      verb: 'list_queues',
      rest: ['-p', 'a'],
    });
    const before = findVerb(['-q', '-n', 'rabbit@host', '--vhost', 'a', 'list_queues', 'name']);
    expect(before.verb).to.equal('list_queues');
    expect(before.rest).to.deep.equal(['-q', '-n', 'rabbit@host', '--vhost', 'a', 'name']);
    expect(findVerb(['-q']).verb).to.equal(undefined);
  });

  it('are arguments and options, in any order', () => {
    const own = { force: { meaning: '' }, limit: { placeholder: '<n>', meaning: '' } };
    const words = ['--force', 'one', '-p', 'v', '--limit=3', 'two'];
    const { args, options } = parseWords(words, verb('<a> [b]', own));
    expect(args).to.deep.equal(['one', 'two']);
    expect(options).to.deep.equal({ force: true, vhost: 'v', limit: '3' });
  });

  it('may be any where there are no options after two dashes', () => {
    expect(parseWords(['a', '--', '-secret'], verb('<a> <b>')).args).to.deep.equal([
      'a',
      '-secret',
    ]);
  });

  const mistakes: readonly [string, string[], string, string][] = [
    ['too few arguments', ['a'], '<a> <b>', 'not enough arguments; usage: leveret do <a> <b>'],
    ['too many arguments', ['a', 'b'], '[a]', 'too many arguments; usage: leveret do [a]'],
    ['an unknown option', ['--vhots', 'a'], '', "'--vhots'; the nearest is '--vhost'"],
    [
      'an option without its value',
      ['--vhost'],
      '',
      "Option '-p, --vhost <value>' argument missing",
    ],
    ['an unknown letter', ['-z'], '', "Unknown option '-z'"],
  ];
  for (const [mistake, words, usage, message] of mistakes) {
    it(`may not have ${mistake}`, () => {
      expect(() => parseWords(words, verb(usage))).to.throw(Failure, message);
    });
  }

  it('may be as many as one likes where the usage has dots', () => {
    expect(parseWords(['a', 'b', 'c'], verb('<a> [b] ...')).args).to.have.length(3);
  });
});
