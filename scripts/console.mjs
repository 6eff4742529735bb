/**
 * Bundles the web console (src/console) into dist/src/console/site, where the broker's HTTP port
 * takes it from. Each file also gets a compressed twin, so that the broker never compresses.
 * Started by ensure.mjs when a source of the console has changed.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root } from './ensure.mjs';

const site = join(root, 'dist/src/console/site');
/** Names end in .mjs: what ends in .js is the compiler's, and goes with its source. */
const NAME = 'assets/[name]-[hash]';

await build({
  root: join(root, 'src/console'),
  configFile: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: site,
    emptyOutDir: true,
    // What light-dark() needs: browsers of 2024.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy allows no data: for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        entryFileNames: `${NAME}.mjs`,
        chunkFileNames: `${NAME}.mjs`,
        assetFileNames: `${NAME}[extname]`,
      },
    },
  },
});

for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const level = constants.Z_BEST_COMPRESSION;
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level }));
}
