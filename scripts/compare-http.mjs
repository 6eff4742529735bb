/**
 * `npm run compare-http -- <management URL of RabbitMQ>`: makes the checkout runnable, then asks
 * that RabbitMQ and the build the questions of conformance/http, and compares what they answer.
 */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, run } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'conformance');
const program = join(root, 'dist/conformance/http/compare.js');
const args = [program, ...process.argv.slice(2)];
if (!run('compare-http', process.execPath, args, { stdout: 1 })) process.exitCode = 1;
