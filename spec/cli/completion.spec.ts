import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { completionOf } from '../../src/cli/completion.js';
import { Failure } from '../../src/cli/failure.js';

/** What bash would offer for the last of these words. */
function complete(...words: string[]): string[] {
  const script =
    `${completionOf('bash')}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})\n` +
    `COMP_CWORD=${words.length - 1}\n_leveret\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('Shell completion', () => {
  it('completes verbs in bash', () => {
    expect(complete('leveret', 'list_q')).to.deep.equal(['list_queues']);
    expect(complete('leveret', 'sta')).to.include.members(['start', 'status']);
  });

  it('completes the options of a verb, and those of all', () => {
    expect(complete('leveret', 'set_policy', '--ap')).to.deep.equal(['--apply-to']);
    expect(complete('leveret', 'list_queues', '--vh')).to.deep.equal(['--vhost']);
  });

  it('is there for zsh and fish', () => {
    expect(completionOf('zsh')).to.contain('bashcompinit').and.contain('complete -o default');
    const fish = completionOf('fish');
    expect(fish).to.contain('complete -c leveret -n __fish_use_subcommand -a list_queues -d');
    expect(fish).to.contain("'__fish_seen_subcommand_from set_policy' -l apply-to");
  });

  it('keeps to the quoting of fish, where a quote within quotes has a backslash', () => {
    const lines = completionOf('fish').trimEnd().split('\n');
    const word = /(?:[\w-]+|'(?:[^'\\]|\\['\\])*')/.source;
    for (const line of lines) expect(line).to.match(new RegExp(`^${word}(?: ${word})*$`));
    expect(lines.join('\n')).to.contain(String.raw`-d 'Tells the broker\'s version`);
  });

  it('is not there for others', () => {
    expect(() => completionOf('tcsh')).to.throw(Failure, 'one of bash, zsh, fish');
    expect(() => completionOf(undefined)).to.throw(Failure);
  });
});
