/** `npm run build`: installs, compiles and bundles what has changed, specs and all. */
import { ensureBuilt, ensureConsole, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'spec', 'conformance', 'bench');
if (!ensureConsole()) process.exitCode = 1;
