import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { FolderLock } from '../../../src/store/sqlite/lock.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';

describe('the lock of a data folder', () => {
  const folder = useTemporaryFolder();

  it('is held by one at a time, and names who holds it', () => {
    const lock = new FolderLock(folder());
    expect(() => new FolderLock(folder())).to.throw(
      `the data folder ${folder()} is in use by this process (id ${process.pid})`,
    );
    lock.release();
    new FolderLock(folder()).release();
  });

  it('stays held when somebody else was refused', () => {
    const lock = new FolderLock(folder());
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(() => new FolderLock(folder())).to.throw('in use');
    }
    lock.release();
  });

  it('does not take a foreign file for a lock', () => {
    const file = join(folder(), 'leveret.lock');
    writeFileSync(file, 'this is not a lock but a long enough text '.repeat(100));
    expect(() => new FolderLock(folder())).to.throw(`${file} is not a lock file of Leveret`);
  });

  it('says so when the folder cannot be written', () => {
    const inner = join(folder(), 'missing');
    expect(() => new FolderLock(inner)).to.throw(`cannot open ${join(inner, 'leveret.lock')}`);
  });
});
