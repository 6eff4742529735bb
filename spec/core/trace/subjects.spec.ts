import { expect } from 'chai';
import { Subjects } from '../../../src/core/trace/subjects.js';
import { Trace, type TraceSubject } from '../../../src/core/trace/trace.js';
import { message } from '../../support/core-builders.js';

const Q = { name: 'q', enqueue: () => true };

describe('What traces are of', () => {
  const subjects = new Subjects();
  const trace = (kind: TraceSubject['kind'], name: string): Trace => {
    const facts = { id: '1', vhost: '/', startedBy: 'anna', startedAt: 0, endsAt: 1 };
    const created = new Trace({ ...facts, subject: { kind, name } });
    subjects.add(created);
    return created;
  };

  it('is where a message was published to, where it goes, and its correlation id', () => {
    const exchange = trace('exchange', 'x');
    const queue = trace('queue', 'q');
    const id = trace('correlation_id', 'c');
    const twice = trace('queue', 'q');
    const matching = (exchangeName: string, correlationId: string, targets = [Q]): Trace[] => {
      const asked = message({ exchange: exchangeName, correlationId });
      return [...subjects.matching(asked, targets)];
    };
    expect(matching('x', 'c')).to.have.members([exchange, queue, id, twice]);
    expect(matching('', 'd', [])).to.eql([]);
    expect([...subjects.matching(message({ exchange: 'x' }), [])]).to.eql([exchange]);
    subjects.delete(twice);
    expect([...subjects.ofQueue('q')]).to.eql([queue]);
    subjects.delete(queue);
    expect([subjects.hasQueue('q'), [...subjects.ofQueue('q')]]).to.eql([false, []]);
    subjects.delete(id);
    expect(matching('', 'c')).to.eql([]);
  });
});
