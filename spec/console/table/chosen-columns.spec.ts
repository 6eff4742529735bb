import { expect } from 'chai';
import { chooseColumns, shownColumns } from '../../../src/console/table/chosen-columns.js';
import type { Column } from '../../../src/console/table/column.js';

const column = (id: string, isUsual: boolean): Column<never> => ({
  id,
  title: id,
  isUsual,
  width: 1,
  value: () => id,
});

describe('The columns of a list', () => {
  const [name, ready, bytes] = [
    column('name', true),
    column('ready', true),
    column('bytes', false),
  ];
  const columns = [name, ready, bytes];
  let kept: Map<string, string>;
  beforeEach(() => (kept = new Map()));
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
  const shown = (address?: string, list = 'queues') =>
    shownColumns(columns, { list, address }, storage).map(({ id }) => id);

  it('are the usual ones until others are chosen, which stay', () => {
    expect(shown()).to.deep.equal(['name', 'ready']);
    expect(chooseColumns(columns, [name, bytes], 'queues', storage)).to.equal('name,bytes');
    expect(shown()).to.deep.equal(['name', 'bytes']);
    expect(shown(undefined, 'users'), 'of another list').to.deep.equal(['name', 'ready']);
    expect(chooseColumns(columns, [name, ready], 'queues', storage)).to.equal('');
    expect([...kept]).to.deep.equal([]);
  });

  it('are those of the address, if it names some that there are', () => {
    chooseColumns(columns, [name, bytes], 'queues', storage);
    expect(shown('ready')).to.deep.equal(['ready']);
    expect(shown('lemons')).to.deep.equal(['name', 'bytes']);
  });

  it('are never none', () => {
    expect(chooseColumns(columns, [], 'queues', storage)).to.equal('name');
    expect(shown()).to.deep.equal(['name']);
  });
});
