import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { BatchWriter, DEFINE } from '../../../src/store/sqlite/batch.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { messageOf, queueOf } from '../driving.js';
import { definitionRow } from '../../../src/store/sqlite/definition-row.js';

const WORKER = new URL('../../../src/store/sqlite/worker.js', import.meta.url);

describe('the worker of the SQLite store', () => {
  const folder = useTemporaryFolder();

  function start(): Worker {
    return new Worker(WORKER, { workerData: { folder: folder() } });
  }

  async function answer(worker: Worker): Promise<unknown> {
    const messages: readonly unknown[] = await once(worker, 'message');
    return messages[0];
  }

  function batchOf(sequence: number): SharedArrayBuffer {
    const batch = new BatchWriter(1);
    batch.define(DEFINE, JSON.stringify(['queue', ...definitionRow(queueOf(1))]));
    batch.append(1, sequence, messageOf(), 0);
    return batch.finish();
  }

  function send(worker: Worker, batch: SharedArrayBuffer): void {
    worker.postMessage(batch);
  }

  it('sends a page for each request, and says when there is none left', async () => {
    const worker = start();
    worker.postMessage({ type: 'next-page' });
    expect(await answer(worker)).to.deep.equal({ type: 'recovered' });
    send(worker, batchOf(1));
    await answer(worker);
    // Listened for at once: the last answer and the end may come in one go.
    const exited = once(worker, 'exit');
    worker.postMessage({ type: 'close', queueMarks: [] });
    expect(await answer(worker)).to.deep.equal({ type: 'closed' });
    await exited;
    const again = start();
    const types: string[] = [];
    for (let count = 0; count < 3; count++) {
      again.postMessage({ type: 'next-page' });
      types.push(String(Reflect.get(Object(await answer(again)), 'type')));
    }
    expect(types).to.deep.equal(['definitions', 'messages', 'recovered']);
    await again.terminate();
  });

  it('sends a batch back when it is committed, for reuse', async () => {
    const worker = start();
    const batch = batchOf(1);
    const size = batch.byteLength;
    send(worker, batch);
    const back = await answer(worker);
    expect(back).to.be.instanceOf(SharedArrayBuffer).with.property('byteLength', size);
    await worker.terminate();
  });

  it('says why it failed, and ends', async () => {
    const worker = start();
    send(worker, batchOf(1));
    await answer(worker);
    send(worker, batchOf(1));
    const exited = once(worker, 'exit');
    const failed: unknown = await answer(worker);
    expect(failed).to.have.property('type', 'failed');
    expect(failed).to.have.nested.property('error.message').that.contains('SQLITE_CONSTRAINT');
    await exited;
  });

  it('ends when it is refused', async () => {
    const holder = start();
    holder.postMessage({ type: 'next-page' });
    await answer(holder);
    const worker = start();
    const exited = once(worker, 'exit');
    expect(await answer(worker)).to.have.property('type', 'refused');
    await exited;
    await holder.terminate();
  });
});
