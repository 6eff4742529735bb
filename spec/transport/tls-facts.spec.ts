import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { readCipherSuite } from '../../src/transport/tls-facts.js';
import { TlsGate } from '../../src/transport/tls-gate.js';
import {
  certificateFiles,
  certificatePath,
  clientCertificate,
  readCertificate,
} from '../support/test-certificates.js';
import { TestListener } from '../support/test-listener.js';

describe('What a TLS connection shows', () => {
  it('is its cipher suite by parts, in the words of RabbitMQ', () => {
    const parts = (name: string) => Object.values(readCipherSuite(name));
    expect(parts('TLS_AES_256_GCM_SHA384')).to.eql(['any', 'aes_256_gcm', 'aead']);
    expect(parts('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256')).to.eql([
      'ecdhe_rsa',
      'aes_128_gcm',
      'aead',
    ]);
    expect(parts('TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384')).to.eql([
      'ecdhe_ecdsa',
      'aes_256_cbc',
      'sha384',
    ]);
    expect(parts('TLS_RSA_WITH_AES_128_CBC_SHA')).to.eql(['rsa', 'aes_128_cbc', 'sha']);
    expect(parts('TLS_CHACHA20_POLY1305_SHA256')).to.eql(['any', 'chacha20_poly1305', 'aead']);
    expect(parts('something else')).to.eql(['any', 'something else', '']);
  });

  it('is what was agreed on, and the certificate of a client that shows one', async () => {
    const tls = new TlsGate({
      ...certificateFiles('server'),
      cacertfile: certificatePath('ca'),
      verifyPeer: true,
      failIfNoPeerCert: false,
      minVersion: 'tlsv1.2',
      login: { from: 'common_name', sanType: 'dns', sanIndex: 0 },
    });
    const test = new TestListener({}, { tls });
    await test.start();
    try {
      const client = connect({
        port: test.port,
        host: '127.0.0.1',
        servername: 'localhost',
        ca: readCertificate('ca'),
        ...clientCertificate('guest'),
      });
      await once(client, 'secureConnect');
      const session = await test.protocol.session();
      const facts = session.transport.tls;
      expect(facts).to.deep.include({
        protocol: 'tlsv1.3',
        keyExchange: 'any',
        cipher: 'aes_256_gcm',
        hash: 'aead',
      });
      expect(facts?.certificate?.subject).to.match(/CN=/);
      expect(facts?.certificate?.issuer).to.match(/CN=/);
      expect(facts?.certificate?.validity).to.match(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ - \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      );
      client.destroy();
      await session.untilEvent('closed');
      expect(session.transport.tls).to.equal(facts);
    } finally {
      await test.stop();
    }
  });
});
