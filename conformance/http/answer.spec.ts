import { expect } from 'chai';
import { gapsOf } from './answer.js';
import { shapeOf, type Shape } from './shape.js';

const shape = (value: unknown): Shape => shapeOf(value, (key) => key);

describe('An answer', () => {
  it('has gaps where keys of RabbitMQ are missing, but for those with a reason', () => {
    const theirs = shape([{ name: 'a', gc_num: 3, uptime: 5 }]);
    const { unexplained, reasons } = gapsOf('/nodes', theirs, shape([{ name: 'a' }]));
    expect(unexplained).to.deep.equal(['/nodes: [].uptime is missing (number)']);
    expect(reasons).to.have.length(1);
    expect(gapsOf('/queues', theirs, shape([{ name: 'a' }])).unexplained).to.have.length(2);
  });

  it('that is none at all is one gap', () => {
    const { unexplained } = gapsOf('/queues', shape([]), '404 nothing');
    expect(unexplained).to.deep.equal(['/queues:  404 nothing']);
  });
});
