/**
 * `npm run errors -- <url of RabbitMQ>`: makes the checkout runnable, then provokes the errors of
 * conformance/errors on that RabbitMQ and on the build, and compares what they say.
 */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'conformance');
const program = join(root, 'dist/conformance/errors/compare.js');
const args = [program, ...process.argv.slice(2)];
if (!run('errors', process.execPath, args, { stdout: 1 })) process.exitCode = 1;
