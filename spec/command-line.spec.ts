import { expect } from 'chai';
import { readCommand } from '../src/command-line.js';

const read = (...words: string[]) => readCommand(words);

describe('The command line', () => {
  it('hands start its words', () => {
    const args = ['start', '--port', '0'];
    expect(read(...args)).to.deep.equal({ kind: 'start', args });
  });

  it('lets start explain itself, and tell the version', () => {
    for (const flag of ['help', '--help', '-h']) {
      expect(read(flag, 'start')).to.deep.equal({ kind: 'start', args: ['start', '--help'] });
    }
    for (const flag of ['--version', '-V']) {
      expect(read(flag)).to.deep.equal({ kind: 'start', args: [flag] });
    }
  });

  it('lets start complain of no word at all', () => {
    expect(read()).to.deep.equal({ kind: 'start', args: [] });
  });

  it('leaves every other word to the verbs, which explain themselves too', () => {
    for (const flag of ['--help', '-h']) {
      expect(read(flag)).to.deep.equal({ kind: 'verb', words: ['help'] });
    }
    expect(read('help', 'ping')).to.deep.equal({ kind: 'verb', words: ['help', 'ping'] });
    const words = ['-q', 'list_queues', 'name'];
    expect(read(...words)).to.deep.equal({ kind: 'verb', words });
  });
});
