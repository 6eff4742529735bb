/** A connection without a protocol: it remembers why it was dismissed. */
import type { ClientFacts } from '../../src/core/client.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { VhostClient } from '../../src/core/vhost-clients.js';

export class FakeClient implements VhostClient {
  readonly name: string;
  readonly user: string;
  readonly heard: string[] = [];
  readonly facts: ClientFacts;

  constructor(name = 'client', user = 'guest', facts: Partial<ClientFacts> = {}) {
    this.name = name;
    this.user = user;
    this.facts = {
      name,
      user,
      vhost: '/',
      protocol: 'fake',
      authMechanism: 'PLAIN',
      connectedAt: 0,
      properties: NO_FIELDS,
      frameMax: 0,
      channelMax: 0,
      heartbeatSeconds: 0,
      state: 'running',
      peer: { host: '192.0.2.1', port: 1 },
      own: { host: '192.0.2.2', port: 2 },
      tls: undefined,
      traffic: { receivedBytes: 0, receivedCount: 0, sentBytes: 0, sentCount: 0, pendingBytes: 0 },
      channelCount: 0,
      channels: () => [],
      ...facts,
    };
  }

  dismiss(reason: string): void {
    this.heard.push(reason);
  }
}
