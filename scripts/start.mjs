/**
 * `npm start`: makes the checkout runnable, then is the broker. The arguments are those of `leveret
 * start`; it runs in this process, so that signals and exit codes are its own.
 */
import { ensureBuilt, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src');
process.argv.splice(2, 0, 'start');
await import('../dist/src/main.js');
