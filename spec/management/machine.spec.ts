import { expect } from 'chai';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Machine } from '../../src/management/machine.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const LIMITS = { memoryBytesMax: 5, diskFreeBytes: 7, diskFreeBytesMin: 2 };

describe('The machine', () => {
  const temporaryFolder = useTemporaryFolder();

  it('tells what the process has and may have', async () => {
    const folder = temporaryFolder();
    await mkdir(join(folder, 'fd'));
    for (const name of ['0', '1', '2']) await writeFile(join(folder, 'fd', name), '');
    const limits =
      'Limit      Soft Limit   Hard Limit  Units\nMax open files   1024   4096   files\n';
    await writeFile(join(folder, 'limits'), limits);
    const machine = new Machine(() => LIMITS, folder);
    expect(machine.latest).to.equal(undefined);
    const facts = await machine.read();
    expect(machine.latest).to.equal(facts);
    expect(facts).to.include({ ...LIMITS, openFiles: 3, openFilesMax: 1_024 });
    expect(facts.memoryBytes).to.be.greaterThan(1_000_000);
    expect(facts.uptimeSeconds).to.be.greaterThan(0);
  });

  it('does not know of files where the system does not tell', async () => {
    const facts = await new Machine(() => LIMITS, join(temporaryFolder(), 'nowhere')).read();
    expect(facts).to.include({ openFiles: undefined, openFilesMax: undefined });
  });
});
