/**
 * What a TLS connection agreed on and whom its peer says it is, in RabbitMQ's words. Asked by
 * socket-transport.ts when an operator looks.
 */
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { CertificateFacts, TlsFacts } from '../core/protocol.js';
import { distinguishedName } from './certificate-name.js';

/** "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"; of TLS 1.3 without the key exchange. */
const SUITE = /^TLS_(?:(\w+)_WITH_)?(\w+?)(?:_(SHA\d*|MD5|CCM|CCM_8))?$/;
/** These authenticate by themselves; the hash in their names is not of the messages. */
const AEAD = /GCM|CCM|POLY1305/;

export function tlsFactsOf(socket: TLSSocket): TlsFacts {
  const suite = readCipherSuite(socket.getCipher().standardName);
  const protocol = (socket.getProtocol() ?? '').toLowerCase();
  return { protocol, ...suite, certificate: certificateFacts(socket.getPeerX509Certificate()) };
}

/** By its IANA name. */
export function readCipherSuite(name: string): Pick<TlsFacts, 'keyExchange' | 'cipher' | 'hash'> {
  const [, keyExchange = 'any', cipher = name, hash = ''] = SUITE.exec(name) ?? [];
  return {
    keyExchange: keyExchange.toLowerCase(),
    cipher: cipher.toLowerCase(),
    hash: AEAD.test(name) ? 'aead' : hash.toLowerCase(),
  };
}

function certificateFacts(certificate: X509Certificate | undefined): CertificateFacts | undefined {
  if (certificate === undefined) return undefined;
  const { subject, issuer, validFrom, validTo } = certificate;
  return {
    subject: distinguishedName(subject ?? ''),
    issuer: distinguishedName(issuer ?? ''),
    validity: `${timeText(validFrom)} - ${timeText(validTo)}`,
  };
}

/** "2026-01-01T00:00:00Z" */
function timeText(date: string): string {
  return new Date(date).toISOString().replace('.000', '');
}
