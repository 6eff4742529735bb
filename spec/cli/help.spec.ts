import { expect } from 'chai';
import { describeVerb, listVerbs } from '../../src/cli/help.js';
import { VERBS } from '../../src/cli/verbs.js';

describe('The help of the command line', () => {
  it('lists every verb with what it does', () => {
    const text = listVerbs();
    for (const { name, summary } of VERBS) {
      expect(text)
        .to.match(new RegExp(`^  ${name} +\\S`, 'm'))
        .and.contain(summary);
    }
  });

  it('has the usage and the options of a verb, its own before those of all', () => {
    const verb = VERBS.find(({ name }) => name === 'delete_queue');
    const text = verb === undefined ? '' : describeVerb(verb);
    expect(text).to.contain('Usage: leveret delete_queue <queue> [options]\n');
    expect(text).to.contain('-e, --if-empty');
    expect(text.indexOf('--if-empty')).to.be.lessThan(text.indexOf('--vhost <vhost>'));
  });
});

describe('The verbs', () => {
  it('have names of their own, and a summary that is a sentence', () => {
    const names = VERBS.map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const { name, summary } of VERBS) expect(summary, name).to.match(/^[A-Z].*\.$/);
  });
});
