import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import {
  type CertificateLogin,
  readCertificateName,
} from '../../src/transport/certificate-name.js';
import { readCertificate } from '../support/test-certificates.js';

function nameIn(certificate: string, login: Partial<CertificateLogin> = {}): string {
  const complete = { from: 'distinguished_name', sanType: 'dns', sanIndex: 0, ...login } as const;
  return readCertificateName(new X509Certificate(readCertificate(certificate)), complete);
}

describe('The name in a certificate', () => {
  it('is the distinguished name in the order of RFC 4514', () => {
    expect(nameIn('guest')).to.equal('CN=guest,O=Example,C=DE');
  });

  // What rabbit_cert_info:subject of RabbitMQ 3.10.8 says to the same certificate.
  it("has RabbitMQ's types and escapes", () => {
    expect(nameIn('named')).to.equal(
      'UID=u1,TITLE=Dr,GIVENNAME=J\\C3\\B6,SERIALNUMBER=7,EMAILADDRESS=a@b.c,2.5.4.9=S,' +
        'CN=\\ second,OU=a+CN=Doe\\; \\<x\\>=\\\\\\7E,' +
        'O=\\#Gr\\C3\\B6\\C3\\9Fe\\, Co. \\"KG\\"\\ ,' +
        'ST=Bayern,C=DE,DC=example,DC=com',
    );
  });

  it('is the common name, if so configured; several are joined', () => {
    expect(nameIn('guest', { from: 'common_name' })).to.equal('guest');
    expect(nameIn('named', { from: 'common_name' })).to.equal('Doe; <x>=\\~, second');
  });

  const alternatives: readonly [CertificateLogin['sanType'], number, string][] = [
    ['dns', 0, 'client.example'],
    ['dns', 1, 'guest'],
    ['dns', 2, ''],
    ['email', 0, 'guest@example.com'],
    ['uri', 0, 'urn:guest'],
    ['ip', 0, '127.0.0.1'],
  ];
  for (const [sanType, sanIndex, name] of alternatives) {
    it(`is alternative name ${sanIndex} of type ${sanType}, if so configured`, () => {
      const from = 'subject_alternative_name';
      expect(nameIn('guest', { from, sanType, sanIndex })).to.equal(name);
    });
  }

  it('is empty where the certificate has none', () => {
    expect(nameIn('named', { from: 'subject_alternative_name' })).to.equal('');
  });
});
