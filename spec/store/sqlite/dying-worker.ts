/** A worker that recovers an empty store and dies at its first batch. */
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (request: unknown) => {
  if (request instanceof SharedArrayBuffer) process.exit(1);
  parentPort?.postMessage({ type: 'recovered' });
});
