/** `npm run build`: installs and compiles what has changed, specs and all. */
import { ensureBuilt, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'spec', 'conformance', 'bench');
