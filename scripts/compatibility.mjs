/** `npm run compatibility`: writes docs/compatibility.md from the rows in conformance/. */
import { writeFileSync } from 'node:fs';
import { ensureBuilt, ensureInstalled } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'spec', 'conformance');
const { PAGE, renderPage } = await import('../dist/conformance/compatibility/page.js');
const { readNames } = await import('../dist/conformance/compatibility/names.js');
const { SECTIONS } = await import('../dist/conformance/compatibility/sections.js');
writeFileSync(PAGE, await renderPage(SECTIONS, await readNames()));
