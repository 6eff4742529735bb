import { expect } from 'chai';
import { ExclusiveQueues } from '../../../src/core/queue/exclusive-queues.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('exclusive queues', () => {
  it('are kept by owner, and queues without an owner are not', () => {
    const spec = new SpecVhost();
    const other = { name: 'owner' };
    const mine = spec.queue('mine', { exclusive: true });
    const theirs = spec.queue('theirs', { exclusive: true }, other);
    const everybodys = spec.queue('everybodys');
    const queues = new ExclusiveQueues();
    for (const queue of [mine, theirs, everybodys]) queues.add(queue);
    expect(queues.of(spec.owner)).to.eql([mine]);
    expect(queues.of(other)).to.eql([theirs]);
    queues.delete(mine);
    queues.delete(everybodys);
    expect(queues.of(spec.owner)).to.eql([]);
    expect(queues.of(other)).to.eql([theirs]);
  });
});
