import { expect } from 'chai';
import { choose, readArguments } from './arguments.js';

describe('The words after "clients"', () => {
  it('are names of clients', () => {
    expect(readArguments(['pika', 'bunny'], {})).to.deep.equal({
      names: ['pika', 'bunny'],
      mayInstall: true,
    });
  });

  it('may say that nothing is to be installed, and so may the environment', () => {
    expect(readArguments(['--no-install'], {}).mayInstall).to.equal(false);
    expect(readArguments([], { CONFORMANCE_NO_INSTALL: '1' }).mayInstall).to.equal(false);
  });

  it('may not be another option', () => {
    expect(() => readArguments(['--fast'], {})).to.throw('no option --fast');
  });

  it('choose those clients, or all', () => {
    const all = [{ name: 'a' }, { name: 'b' }];
    expect(choose(all, ['b'])).to.deep.equal([{ name: 'b' }]);
    expect(choose(all, [])).to.deep.equal(all);
    expect(() => choose(all, ['c'])).to.throw('no client "c"; there are a, b');
  });
});
