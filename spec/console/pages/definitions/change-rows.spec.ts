import { expect } from 'chai';
import type { ImportPreviewJson } from '../../../../src/console/api/types.js';
import {
  detailText,
  OUTCOMES,
  rowsOf,
  totalOf,
  workText,
} from '../../../../src/console/pages/definitions/change-rows.js';

const NONE = { added: 0, changed: 0, kept: 0, same: 0, ignored: 0, faults: 0 };

describe('What a preview of an import tells', () => {
  const preview: ImportPreviewJson = {
    counts: {
      queues: { ...NONE, added: 1_200, ignored: 1 },
      topic_permissions: { ...NONE, changed: 1, faults: 1 },
    },
    changes: [
      {
        kind: 'topic_permissions',
        vhost: '/',
        name: 'u on e',
        change: 'changed',
        differences: [
          { key: 'read', before: null, after: '' },
          { key: 'write', before: 'a', after: 'b' },
        ],
      },
      {
        kind: 'queues',
        vhost: '/',
        name: 'q',
        change: 'added',
        differences: [{ key: 'arguments.x-max-length', before: null, after: 5 }],
      },
    ],
    ignored: [{ kind: 'queues', vhost: '/', name: 's', reason: 'there are no streams' }],
    faults: [{ kind: 'users', name: '', reason: 'is no list' }],
    truncated: false,
  };

  it('is one table: what is wrong, what changes, what is left out, what is new', () => {
    const rows = rowsOf(preview);
    expect(rows.map((row) => [row.outcome, row.kind, row.vhost, detailText(row)])).to.deep.equal([
      ['fault', 'users', '', 'is no list'],
      ['changed', 'topic permissions', '/', 'read: – → "", write: a → b'],
      ['ignored', 'queues', '/', 'there are no streams'],
      ['added', 'queues', '/', 'arguments.x-max-length: 5'],
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    for (const { outcome } of rows) expect(OUTCOMES[outcome]).to.be.a('string');
  });

  it('is summed up', () => {
    expect(totalOf(preview, 'ignored')).to.equal(1);
    expect(workText(preview)).to.equal('1,200 added, 1 changed');
    expect(workText({ counts: { queues: NONE } })).to.equal('nothing');
  });
});
