/**
 * Leveret's own version, as package.json has it: for `leveret --version` and the server properties.
 */
import { readFileSync } from 'node:fs';

/** From dist/src, in a checkout and in an installed package alike. */
const PACKAGE_FILE = new URL('../../package.json', import.meta.url);

export function readVersion(): string {
  const content: unknown = JSON.parse(readFileSync(PACKAGE_FILE, 'utf8'));
  if (typeof content === 'object' && content !== null && 'version' in content) {
    return String(content.version);
  }
  throw new Error(`${PACKAGE_FILE.pathname} has no version`);
}
