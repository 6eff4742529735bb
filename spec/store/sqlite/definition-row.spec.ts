import { expect } from 'chai';
import {
  definitionKey,
  definitionOfRow,
  definitionRow,
} from '../../../src/store/sqlite/definition-row.js';
import { queueOf } from '../driving.js';

describe('a definition as a row', () => {
  it('stands in the order of its columns', () => {
    const queue = queueOf(4, { arguments: new Map([['x-a', { type: 'I', value: 1 }]]) });
    expect(definitionRow(queue)).to.deep.equal([4, '/', 'queue-4', 1, 0, 0, '[["x-a","I",1]]', 0]);
  });

  it('is found again by its key alone', () => {
    expect(definitionKey(queueOf(4))).to.deep.equal([4]);
  });

  it('comes back as it was', () => {
    const queue = queueOf(4, { autoDelete: true });
    expect(definitionOfRow('queue', definitionRow(queue))).to.deep.equal(queue);
  });

  it('is refused when a column holds something else', () => {
    expect(() => definitionOfRow('queue', [4, null, 'q', 1, 0, 0, '[]'])).to.throw('column 1');
    expect(() => definitionOfRow('binding', ['/', 's', 'table', 'd', '', '[]'])).to.throw(
      'unknown destination kind "table"',
    );
  });
});
