import { expect } from 'chai';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('a direct exchange', () => {
  const arrange = (): SpecVhost => {
    const spec = new SpecVhost();
    spec.exchange('x', 'direct');
    for (const name of ['a', 'b', 'c']) spec.queue(name);
    spec.bind('a', 'x', 'red');
    spec.bind('b', 'x', 'red');
    spec.bind('b', 'x', 'blue');
    spec.bind('c', 'x', '');
    return spec;
  };

  it('routes to every queue bound with the routing key', () => {
    const spec = arrange();
    expect(spec.reached('x', 'red')).to.eql(['a', 'b']);
    expect(spec.reached('x', 'blue')).to.eql(['b']);
  });

  it('drops what no queue is bound for', () => {
    expect(arrange().reached('x', 'green')).to.eql([]);
  });

  it('takes the empty key for a key like any other', () => {
    expect(arrange().reached('x', '')).to.eql(['c']);
  });

  it('knows no patterns', () => {
    const spec = arrange();
    spec.bind('c', 'x', '#');
    expect(spec.reached('x', 'red')).to.eql(['a', 'b']);
    expect(spec.reached('x', '#')).to.eql(['c']);
  });

  it('stops routing to a queue when it is unbound', () => {
    const spec = arrange();
    expect(spec.reached('x', 'red')).to.eql(['a', 'b']);
    spec.unbind('a', 'x', 'red');
    expect(spec.reached('x', 'red')).to.eql(['b']);
    spec.unbind('b', 'x', 'red');
    expect(spec.reached('x', 'red')).to.eql([]);
    expect(spec.reached('x', 'blue')).to.eql(['b']);
  });
});
