/**
 * The user whom a client certificate names, as RabbitMQ takes it out (ssl_cert_login_from): the
 * whole subject in the notation of RFC 4514, its common name, or an alternative name. Used by
 * tls-gate.ts, and for what operators are shown by tls-facts.ts.
 */
import type { X509Certificate } from 'node:crypto';

export const CERTIFICATE_LOGINS = [
  'distinguished_name',
  'common_name',
  'subject_alternative_name',
] as const;

export const ALTERNATIVE_NAME_TYPES = ['dns', 'email', 'ip', 'uri'] as const;

export interface CertificateLogin {
  readonly from: (typeof CERTIFICATE_LOGINS)[number];
  /** Which alternative name: the type, and from 0 the place among those of the type. */
  readonly sanType: (typeof ALTERNATIVE_NAME_TYPES)[number];
  readonly sanIndex: number;
}

/** Empty where the certificate has no such name. */
export function readCertificateName(certificate: X509Certificate, login: CertificateLogin): string {
  switch (login.from) {
    case 'distinguished_name':
      return distinguishedName(certificate.subject ?? '');
    case 'common_name':
      return commonName(certificate.subject ?? '');
    case 'subject_alternative_name':
      return alternativeName(certificate.subjectAltName ?? '', login);
  }
}

/**
 * Node gives a subject with one relative name a line, in the certificate's order, and values with
 * the escapes of RFC 2253. RFC 4514 has the last name first; RabbitMQ's names of the types differ
 * from OpenSSL's in these.
 */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  emailAddress: 'EMAILADDRESS',
  generationQualifier: 'GENERATIONQUALIFIER',
  GN: 'GIVENNAME',
  initials: 'INITIALS',
  pseudonym: 'PSEUDONYM',
  serialNumber: 'SERIALNUMBER',
  street: '2.5.4.9',
  title: 'TITLE',
};

export function distinguishedName(subject: string): string {
  const names = relativeNamesOf(subject).map((attributes) =>
    attributes.map(({ type, value }) => `${TYPE_NAMES[type] ?? type}=${escape(value)}`).join('+'),
  );
  return names.reverse().join(',');
}

/** Several are joined, as RabbitMQ does. */
function commonName(subject: string): string {
  return relativeNamesOf(subject)
    .flat()
    .filter(({ type }) => type === 'CN')
    .map(({ value }) => unescape(value))
    .join(',');
}

interface Attribute {
  readonly type: string;
  /** With its escapes. */
  readonly value: string;
}

function relativeNamesOf(subject: string): Attribute[][] {
  if (subject === '') return [];
  return subject.split('\n').map((line) =>
    line.split(' + ').map((attribute) => {
      const equals = attribute.indexOf('=');
      return { type: attribute.slice(0, equals), value: attribute.slice(equals + 1) };
    }),
  );
}

/** Beyond what OpenSSL escapes, RabbitMQ writes every octet from "~" upwards in hexadecimal. */
function escape(value: string): string {
  return value.replaceAll(/[^\0-}]/gu, (character) =>
    [...Buffer.from(character)]
      .map((octet) => `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

function unescape(value: string): string {
  return value.replaceAll(/\\(?:([0-9A-F]{2})|(.))/gsu, (_all, hex: string, character: string) =>
    character === undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : character,
  );
}

const SAN_LABELS = { dns: 'DNS', email: 'email', ip: 'IP Address', uri: 'URI' } as const;

/** A name that would make the list ambiguous comes as a JSON string. */
const ALTERNATIVE_NAME = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;

function alternativeName(list: string, { sanType, sanIndex }: CertificateLogin): string {
  const names = [...list.matchAll(ALTERNATIVE_NAME)]
    .filter(([, label]) => label === SAN_LABELS[sanType])
    .map(([, , name = '']) => (name.startsWith('"') ? String(JSON.parse(name)) : name));
  return names[sanIndex] ?? '';
}
