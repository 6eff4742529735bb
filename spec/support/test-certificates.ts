/**
 * The certificates of spec/support/tls, made once and valid until 2126: server, other and renewed
 * are servers' (localhost, other.example, localhost), guest, named and stranger are clients'; all
 * are of the authority in ca.pem, stranger's apart.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './program.js';

export function certificatePath(name: string): string {
  return join(ROOT, 'spec/support/tls', `${name}.pem`);
}

export function readCertificate(name: string): string {
  return readFileSync(certificatePath(name), 'utf8');
}

/** As the options of a listener. */
export function certificateFiles(name: string) {
  return { certfile: certificatePath(name), keyfile: certificatePath(`${name}.key`) };
}

/** As the options of a client. */
export function clientCertificate(name: string) {
  return { cert: readCertificate(name), key: readCertificate(`${name}.key`) };
}
