/**
 * `npm start`: makes the checkout runnable, then is the broker, in this process. The arguments are
 * those of `leveret start`. package.json runs it by `exec`, so that no shell stands between npm,
 * which hands a signal to its child only, and the broker.
 */
import { ensureBuilt, ensureConsole, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src');
// The broker runs without its console too.
ensureConsole();
process.argv.splice(2, 0, 'start');
await import('../dist/src/main.js');
