import { expect } from 'chai';
import type { ClientFacts } from '../../../src/core/client.js';
import {
  presentConnection,
  presentConnectionDetails,
} from '../../../src/management/present/connection.js';
import { fields } from '../../support/core-builders.js';
import { FakeClient } from '../../support/fake-client.js';

const { facts } = new FakeClient('1 -> 2');

describe('A connection in JSON', () => {
  it('tells who is connected from where, and what went over', () => {
    const traffic = {
      receivedBytes: 10,
      receivedCount: 2,
      sentBytes: 30,
      sentCount: 4,
      pendingBytes: 5,
    };
    const properties = fields({ connection_name: 'mine', product: 'spec' });
    const tuned = { frameMax: 9_000, channelMax: 7, heartbeatSeconds: 60, connectedAt: 123 };
    const client = { ...facts, ...tuned, traffic, properties, channelCount: 3 };
    expect(presentConnection(client, 'node')).to.eql({
      name: '1 -> 2',
      node: 'node',
      vhost: '/',
      user: 'guest',
      user_who_performed_action: 'guest',
      type: 'network',
      protocol: 'fake',
      auth_mechanism: 'PLAIN',
      state: 'running',
      connected_at: 123,
      client_properties: { connection_name: 'mine', product: 'spec' },
      user_provided_name: 'mine',
      host: '192.0.2.2',
      port: 2,
      peer_host: '192.0.2.1',
      peer_port: 1,
      channels: 3,
      channel_max: 7,
      frame_max: 9_000,
      timeout: 60,
      ssl: false,
      ssl_protocol: null,
      ssl_key_exchange: null,
      ssl_cipher: null,
      ssl_hash: null,
      peer_cert_subject: null,
      peer_cert_issuer: null,
      peer_cert_validity: null,
      recv_oct: 10,
      send_oct: 30,
      recv_cnt: 2,
      send_cnt: 4,
      send_pend: 5,
    });
  });

  it('tells how it is encrypted, and the certificate of its client', () => {
    const certificate = { subject: 'CN=a', issuer: 'CN=b', validity: 'from - to' };
    const suite = { keyExchange: 'any', cipher: 'aes_256_gcm', hash: 'aead' };
    const tls = { protocol: 'tlsv1.3', ...suite, certificate };
    expect(presentConnection({ ...facts, tls }, 'node')).to.include({
      ssl: true,
      ssl_protocol: 'tlsv1.3',
      ssl_key_exchange: 'any',
      ssl_cipher: 'aes_256_gcm',
      ssl_hash: 'aead',
      peer_cert_subject: 'CN=a',
      peer_cert_issuer: 'CN=b',
      peer_cert_validity: 'from - to',
    });
  });

  it('tells by itself why it is blocked, or would be', () => {
    const shown = (state: ClientFacts['state']) =>
      presentConnectionDetails({ ...facts, state }, 'node', 'low on memory');
    expect(shown('blocked').blocked_reason).to.equal('low on memory');
    expect(shown('blocking').blocked_reason).to.equal('low on memory');
    expect(shown('flow')).to.not.have.property('blocked_reason');
    expect(shown('running').ssl_cipher).to.equal('');
  });

  it('has no name of its own where the client gave none', () => {
    expect(presentConnection(facts, 'node').user_provided_name).to.equal(undefined);
  });
});
