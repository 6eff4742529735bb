import { expect } from 'chai';
import { BrokerError } from '../src/core/errors.js';
import { compilePattern } from '../src/pattern.js';

describe('A pattern', () => {
  function matching(pattern: string, ...names: string[]): string[] {
    return names.filter(compilePattern(pattern));
  }

  it('is found anywhere in a name, unless it says where', () => {
    const names = ['orders', 'my orders', 'orders.dead'];
    expect(matching('orders', ...names)).to.deep.equal(names);
    expect(matching('^orders', ...names)).to.deep.equal(['orders', 'orders.dead']);
    expect(matching('^orders$', ...names)).to.deep.equal(['orders']);
  });

  it('matches everything when it asks for nothing', () => {
    for (const pattern of ['', '.*', '^.*', '.*$', '.*.*']) {
      expect(matching(pattern, '', 'a')).to.deep.equal(['', 'a']);
    }
  });

  it('may begin with lookaheads, as many for RabbitMQ do', () => {
    const names = ['amq.gen-1', 'orders', 'reply_7', 'orders_fanout_1'];
    expect(matching('^(?!amq\\.).*', ...names)).to.deep.equal(names.slice(1));
    expect(matching('^(?!(amq\\.)|(.*_fanout_)|(reply_)).*', ...names)).to.deep.equal(['orders']);
    expect(matching('^(?!amq)(?=.*_)[a-z]+', ...names)).to.deep.equal([
      'reply_7',
      'orders_fanout_1',
    ]);
    expect(matching('^(?![a)]|\\)).', 'a', ')', 'b')).to.deep.equal(['b']);
    expect(matching('^(?![])]).', ']', ')', 'b')).to.deep.equal(['b']);
    expect(matching('^(?![^])]|[[]).', ']', '[', 'b')).to.deep.equal([']']);
  });

  it('takes upper and lower case for the same if it is told so', () => {
    expect(['Orders', 'BILLS'].filter(compilePattern('^orders$|^b', true))).to.have.length(2);
    expect(['Orders', 'bills'].filter(compilePattern('^(?!ORD).', true))).to.eql(['bills']);
    expect(['Orders'].filter(compilePattern('^orders$'))).to.eql([]);
  });

  it('takes no time that grows faster than the name', () => {
    const started = process.hrtime.bigint();
    expect(matching('^(a+)+$', `${'a'.repeat(20_000)}!`)).to.deep.equal([]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).to.be.lessThan(2_000);
  });

  for (const [pattern, reason] of [
    ['(', 'missing closing )'],
    ['[a', 'missing closing ]'],
    ['a**', 'invalid nested repetition operator'],
    ['a(?=b)', 'invalid or unsupported Perl syntax'],
    ['^(?!a', 'invalid or unsupported Perl syntax'],
    ['^(?!a)b|c', 'put the alternatives after a lookahead in parentheses'],
    ['(a)\\1', 'invalid escape sequence'],
    ['((x{99}){99}){99}', ''],
    ['é'.repeat(513), 'it has more than 1024 bytes'],
  ] as const) {
    it(`is refused as ${pattern.slice(0, 20)}`, () => {
      expect(() => compilePattern(pattern)).to.throw(BrokerError, reason);
    });
  }
});
