import { expect } from 'chai';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

describe('exchanges', () => {
  it('are declared once: a second declare finds the first', () => {
    const spec = new SpecVhost();
    expect(spec.exchange('x')).to.equal(spec.exchange('x'));
    expect(faultOf(() => spec.exchange('x', 'fanout'))).to.match(/inequivalent arg 'type'/);
  });

  it('may be declared again under a predeclared name, as they are', () => {
    const spec = new SpecVhost();
    expect(spec.exchange('amq.direct', 'direct', { durable: true }).name).to.equal('amq.direct');
  });

  it('lose line breaks from their names', () => {
    const spec = new SpecVhost();
    expect(spec.exchange('\r\nx\n').name).to.equal('x');
    expect(spec.vhost.requireExchange('x\n').name).to.equal('x');
    spec.vhost.deleteExchange('\rx', { ifUnused: false });
    expect(spec.vhost.exchange('x')).to.equal(undefined);
  });

  it('are of a known type, which is the first thing asked', () => {
    const spec = new SpecVhost();
    expect(faultOf(() => spec.exchange('', 'nope'))).to.match(/^command-invalid/);
  });

  it('can be asked for, and are missed by name', () => {
    const spec = new SpecVhost();
    expect(faultOf(() => spec.vhost.requireExchange('x'))).to.equal(
      "not-found: no exchange 'x' in vhost '/'",
    );
  });
});

describe('the default exchange', () => {
  const refusal = 'access-refused: operation not permitted on the default exchange';
  const spec = new SpecVhost();
  spec.queue('q');
  spec.exchange('x');

  for (const [what, act] of Object.entries({
    declared: () => spec.exchange(''),
    'asked for': () => spec.vhost.requireExchange(''),
    deleted: () => spec.vhost.deleteExchange('', { ifUnused: false }),
    'bound from': () => spec.bind('q', '', 'k'),
    'unbound from': () => spec.unbind('q', '', 'q'),
    'bound from to an exchange': () => spec.bindExchange('x', '', 'k'),
    'bound to': () => spec.bindExchange('', 'x', 'k'),
    'unbound from another': () => spec.unbindExchange('', 'x', 'k'),
  })) {
    it(`cannot be ${what}`, () => {
      expect(faultOf(act)).to.equal(refusal);
    });
  }
});

describe('deleting an exchange', () => {
  it('is no fault if there is none', () => {
    new SpecVhost().vhost.deleteExchange('nope', { ifUnused: true });
  });

  for (const name of ['amq.direct', 'amq.nope']) {
    it(`is refused for ${name}: the name is the broker's`, () => {
      const { vhost } = new SpecVhost();
      expect(faultOf(() => vhost.deleteExchange(name, { ifUnused: false }))).to.equal(
        `access-refused: deletion of system exchange '${name}' in vhost '/' not allowed`,
      );
    });
  }

  it('is refused if it is only to go unused and has bindings', () => {
    const spec = new SpecVhost();
    spec.exchange('x');
    spec.queue('q');
    spec.bind('q', 'x', 'k');
    expect(faultOf(() => spec.vhost.deleteExchange('x', { ifUnused: true }))).to.equal(
      "precondition-failed: exchange 'x' in vhost '/' in use",
    );
    spec.unbind('q', 'x', 'k');
    spec.vhost.deleteExchange('x', { ifUnused: true });
    expect(spec.vhost.exchange('x')).to.equal(undefined);
  });

  it('does not take bindings to it for use', () => {
    const spec = new SpecVhost();
    spec.exchange('x');
    spec.bindExchange('x', 'amq.fanout');
    spec.vhost.deleteExchange('x', { ifUnused: true });
    expect(spec.vhost.exchange('x')).to.equal(undefined);
    expect(spec.bindings).to.eql([]);
  });

  it('takes the bindings from it and to it along', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    for (const name of ['x', 'y']) spec.exchange(name, 'fanout');
    spec.bindExchange('x', 'y');
    spec.bindExchange('x', 'x');
    spec.bind('q', 'x');
    spec.bind('q', 'y');
    spec.vhost.deleteExchange('x', { ifUnused: false });
    expect(spec.bindings).to.eql(['y  q']);
    expect(spec.reached('y')).to.eql(['q']);
    spec.exchange('x', 'fanout');
    expect(spec.reached('x')).to.eql([]);
  });
});

describe('binding', () => {
  it('twice is binding once', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q');
    spec.bind('q', 'amq.direct', 'k', fields({ a: 1 }));
    spec.bind('q', 'amq.direct', 'k', fields({ a: 1 }));
    expect(spec.bindings).to.eql(['amq.direct k q']);
    spec.reached('amq.direct', 'k');
    expect(queue.messageCount).to.equal(1);
    spec.unbind('q', 'amq.direct', 'k', fields({ a: 1 }));
    expect(spec.reached('amq.direct', 'k')).to.eql([]);
  });

  it('with other arguments is another binding', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.direct', 'k', fields({ a: 1 }));
    spec.bind('q', 'amq.direct', 'k');
    spec.unbind('q', 'amq.direct', 'k');
    expect(spec.reached('amq.direct', 'k')).to.eql(['q']);
  });

  it('misses the exchange first, then the queue', () => {
    const spec = new SpecVhost();
    spec.exchange('x');
    expect(faultOf(() => spec.bind('q', 'y'))).to.equal("not-found: no exchange 'y' in vhost '/'");
    expect(faultOf(() => spec.bind('q', 'x'))).to.equal("not-found: no queue 'q' in vhost '/'");
    expect(faultOf(() => spec.bindExchange('y', 'x'))).to.equal(
      "not-found: no exchange 'y' in vhost '/'",
    );
  });

  it("is refused for another connection's exclusive queue, after its arguments", () => {
    const spec = new SpecVhost();
    const other = { name: 'other' };
    spec.queue('q', { exclusive: true }, other);
    expect(faultOf(() => spec.bind('q', 'amq.direct'))).to.match(/^resource-locked: cannot obtain/);
    const args = fields({ 'x-match': 'most' });
    expect(faultOf(() => spec.bind('q', 'amq.headers', '', args))).to.match(/^precondition-failed/);
    spec.bind('q', 'amq.direct', 'k', NO_FIELDS, other);
    expect(faultOf(() => spec.unbind('q', 'amq.direct', 'k'))).to.match(/^resource-locked/);
  });

  it('strips line breaks from names and not from routing keys', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q\n', 'amq\r.direct', 'k\n');
    expect(spec.reached('amq.direct', 'k\n')).to.eql(['q']);
    spec.unbind('\rq', 'amq.direct\n', 'k\n');
    expect(spec.bindings).to.eql([]);
  });
});

describe('unbinding', () => {
  it('what is not bound, or not there, is no fault', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.unbind('q', 'amq.direct', 'k');
    spec.unbind('nope', 'amq.direct', 'k');
    spec.unbind('q', 'nope', 'k');
    spec.unbindExchange('nope', 'nope', 'k');
  });
});

describe('an auto-delete exchange', () => {
  const arrange = (): SpecVhost => {
    const spec = new SpecVhost();
    spec.exchange('x', 'direct', { autoDelete: true });
    spec.queue('q');
    return spec;
  };

  it('stays while nothing was ever bound', () => {
    const spec = arrange();
    spec.unbind('q', 'x', 'k');
    expect(spec.vhost.exchange('x')?.name).to.equal('x');
  });

  it('goes with the last binding from it', () => {
    const spec = arrange();
    spec.bind('q', 'x', 'a');
    spec.bind('q', 'x', 'b');
    spec.unbind('q', 'x', 'a');
    expect(spec.vhost.exchange('x')?.name).to.equal('x');
    spec.unbind('q', 'x', 'b');
    expect(spec.vhost.exchange('x')).to.equal(undefined);
  });

  it('does not go with the last binding to it', () => {
    const spec = arrange();
    spec.bindExchange('x', 'amq.fanout');
    spec.unbindExchange('x', 'amq.fanout');
    expect(spec.vhost.exchange('x')?.name).to.equal('x');
  });

  it('goes with the last queue bound to it', () => {
    const spec = arrange();
    spec.bind('q', 'x', 'k');
    spec.vhost.deleteQueue('q', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(spec.vhost.exchange('x')).to.equal(undefined);
  });

  it('goes along a chain of any length', () => {
    const spec = new SpecVhost();
    const { exchangeCount } = spec.vhost;
    const count = 20_000;
    for (let index = 0; index < count; index++) {
      spec.exchange(`x${String(index)}`, 'fanout', { autoDelete: true });
      if (index > 0) spec.bindExchange(`x${String(index)}`, `x${String(index - 1)}`);
    }
    spec.queue('q');
    spec.bind('q', `x${String(count - 1)}`);
    spec.vhost.deleteQueue('q', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(spec.vhost.exchangeCount).to.equal(exchangeCount);
    expect(spec.bindings).to.eql([]);
  });

  it('goes once in a circle of its like', () => {
    const spec = new SpecVhost();
    const { exchangeCount } = spec.vhost;
    for (const name of ['a', 'b', 'c']) spec.exchange(name, 'fanout', { autoDelete: true });
    spec.bindExchange('b', 'a');
    spec.bindExchange('c', 'b');
    spec.bindExchange('a', 'c');
    spec.vhost.deleteExchange('b', { ifUnused: false });
    expect(spec.vhost.exchangeCount).to.equal(exchangeCount);
  });
});

describe('what the store knows of exchanges and bindings', () => {
  const definitions = (spec: SpecVhost): string[] => {
    const found: string[] = [];
    spec.store.commit();
    const sink = {
      definition: (definition: { kind: string; name?: string; routingKey?: string }) =>
        found.push(`${definition.kind} ${definition.name ?? definition.routingKey ?? ''}`),
      message: () => undefined,
    };
    spec.store.reopen().recover(sink, () => undefined);
    return found.sort();
  };

  it('are durable exchanges, and durable bindings', () => {
    const spec = new SpecVhost();
    spec.exchange('durable', 'direct', { durable: true });
    spec.exchange('transient', 'direct');
    spec.queue('durable', { durable: true });
    spec.queue('transient');
    spec.queue('exclusive', { durable: true, exclusive: true });
    for (const queue of ['durable', 'transient', 'exclusive']) {
      spec.bind(queue, 'durable', `durable to ${queue}`);
      spec.bind(queue, 'transient', `transient to ${queue}`);
      spec.bind(queue, 'amq.direct', `predeclared to ${queue}`);
    }
    spec.bindExchange('durable', 'amq.direct', 'to exchange');
    spec.bindExchange('transient', 'amq.direct', 'to transient exchange');
    expect(definitions(spec)).to.eql([
      'binding durable to durable',
      'binding predeclared to durable',
      'binding to exchange',
      'exchange durable',
      'queue durable',
    ]);
  });

  it('are gone from it when they go', () => {
    const spec = new SpecVhost();
    spec.exchange('x', 'direct', { durable: true });
    spec.exchange('auto', 'direct', { durable: true, autoDelete: true });
    spec.queue('q', { durable: true });
    for (const exchange of ['x', 'auto', 'amq.direct']) spec.bind('q', exchange, exchange);
    spec.bindExchange('x', 'auto', 'to x');
    spec.unbind('q', 'amq.direct', 'amq.direct');
    expect(definitions(spec)).to.eql([
      'binding auto',
      'binding to x',
      'binding x',
      'exchange auto',
      'exchange x',
      'queue q',
    ]);
    spec.vhost.deleteExchange('x', { ifUnused: false });
    expect(definitions(spec)).to.eql(['binding auto', 'exchange auto', 'queue q']);
    spec.vhost.deleteQueue('q', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(definitions(spec)).to.eql([]);
  });

  it('is not told twice', () => {
    const spec = new SpecVhost();
    spec.exchange('x', 'direct', { durable: true });
    spec.queue('q', { durable: true });
    spec.bind('q', 'x', 'k');
    const { last } = spec.store;
    spec.exchange('x', 'direct', { durable: true });
    spec.queue('q', { durable: true });
    spec.bind('q', 'x', 'k');
    expect(spec.store.last).to.equal(last);
  });
});
