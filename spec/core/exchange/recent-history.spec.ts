import { expect } from 'chai';
import { HISTORY_BYTES_MAX } from '../../../src/core/exchange/recent-history.js';
import type { Field } from '../../../src/core/field.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { bodyOf, fields, message } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

describe('A recent history exchange', () => {
  let spec: SpecVhost;

  beforeEach(() => {
    spec = new SpecVhost();
  });

  function declare(args = NO_FIELDS): void {
    spec.exchange('x', 'x-recent-history', { arguments: args });
  }

  function publish(count: number, headers = NO_FIELDS): void {
    for (let number = 1; number <= count; number++) {
      spec.vhost.publish(message({ exchange: 'x', body: String(number), headers }));
    }
  }

  function drain(queue: Queue): string[] {
    const bodies: string[] = [];
    for (let entry = queue.get(true); entry !== undefined; entry = queue.get(true)) {
      bodies.push(bodyOf(entry.message));
    }
    return bodies;
  }

  it('routes as a fanout', () => {
    declare();
    spec.queue('a');
    spec.queue('b');
    spec.bind('a', 'x', '1');
    spec.bind('b', 'x', '2');
    expect(spec.reached('x', '3')).to.deep.equal(['a', 'b']);
    spec.unbind('a', 'x', '1');
    expect(spec.reached('x', '3')).to.deep.equal(['b']);
  });

  it('gives its last 20 messages to a queue that is bound, in order', () => {
    declare();
    publish(25);
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    expect(drain(queue)).to.deep.equal(Array.from({ length: 20 }, (_, index) => String(index + 6)));
  });

  it('keeps as many as x-recent-history-length says', () => {
    declare(fields({ 'x-recent-history-length': 3 }));
    publish(5);
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    expect(drain(queue)).to.deep.equal(['3', '4', '5']);
    publish(1);
    expect(drain(queue)).to.deep.equal(['1']);
  });

  it('gives them to each new binding of the same queue, and not to one that is there', () => {
    declare();
    publish(2);
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    spec.bind('q', 'x');
    expect(drain(queue)).to.deep.equal(['1', '2']);
    spec.bind('q', 'x', 'other');
    expect(drain(queue)).to.deep.equal(['1', '2']);
  });

  it('does not keep what says x-recent-history-no-store', () => {
    declare();
    publish(1, fields({ 'x-recent-history-no-store': true }));
    publish(2, fields({ 'x-recent-history-no-store': 'true' }));
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    expect(drain(queue)).to.deep.equal(['1', '2']);
  });

  it('gives them to what is behind an exchange that is bound, in order', () => {
    declare();
    publish(3);
    spec.exchange('y', 'fanout');
    const queue = spec.queue('q');
    spec.bind('q', 'y');
    spec.bindExchange('y', 'x');
    expect(drain(queue)).to.deep.equal(['1', '2', '3']);
  });

  it('loses nothing and gets nothing twice when it is bound to itself in a circle', () => {
    declare(fields({ 'x-recent-history-length': 2 }));
    spec.exchange('y', 'fanout');
    const queue = spec.queue('q');
    spec.bindExchange('x', 'y');
    publish(3);
    spec.bindExchange('y', 'x');
    spec.bind('q', 'x');
    expect(drain(queue)).to.deep.equal(['2', '3']);
  });

  it('hands nothing to an exchange that leads nowhere, and takes no offence', () => {
    declare();
    publish(1);
    spec.exchange('y', 'fanout');
    spec.bindExchange('y', 'x');
    expect(spec.bindings).to.deep.equal(['x  y']);
  });

  it('counts what it keeps as memory, until it is deleted', () => {
    const { residency } = spec;
    declare(fields({ 'x-recent-history-length': 2 }));
    publish(5);
    expect(residency.bytes).to.be.within(2 * 193, 2 * 300);
    spec.vhost.deleteExchange('x', { ifUnused: false });
    expect(residency.bytes).to.equal(0);
  });

  it('keeps no more than 64 MiB, whatever its length', () => {
    declare(fields({ 'x-recent-history-length': 1_000_000 }));
    const half = 'x'.repeat(HISTORY_BYTES_MAX / 2 - 1_000);
    for (const start of ['a', 'b', 'c']) {
      spec.vhost.publish(message({ exchange: 'x', body: start + half }));
    }
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    expect(drain(queue).map((body) => body.charAt(0))).to.deep.equal(['b', 'c']);
  });

  const refused: readonly (readonly [Field, string])[] = [
    [{ type: 'I', value: 0 }, '0'],
    [{ type: 'l', value: -3 }, '-3'],
    [{ type: 'S', value: 'abc' }, '<<"abc">>'],
    [{ type: 't', value: true }, 'true'],
    [{ type: 'd', value: 2.5 }, '2.5'],
    [{ type: 'B', value: 5 }, '5'],
  ];
  for (const [field, term] of refused) {
    it(`is not declared with a length of ${term} of type ${field.type}`, () => {
      const args = fields({ 'x-recent-history-length': field });
      expect(faultOf(() => declare(args))).to.equal(
        `precondition-failed: Invalid argument ${term}, ` +
          "'x-recent-history-length' must be a positive integer",
      );
    });
  }
});
