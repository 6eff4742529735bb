import { expect } from 'chai';
import type { ClientChannel } from '../../../src/core/client.js';
import { presentChannel } from '../../../src/management/present/channel.js';
import { amqpServer } from '../../support/amqp-server.js';

function channelOf(): { channel: ClientChannel; now: number } {
  const server = amqpServer();
  server.open();
  const [client] = server.vhost.clients.all();
  const [channel] = client?.facts.channels() ?? [];
  if (channel === undefined) throw new Error('no channel');
  return { channel, now: server.clock.now };
}

describe('A channel in JSON', () => {
  it('tells whose it is, its mode and limits, and what waits', () => {
    const { channel, now } = channelOf();
    expect(JSON.parse(JSON.stringify(presentChannel(channel, 'node', now)))).to.eql({
      name: 'client 1 (1)',
      number: 1,
      node: 'node',
      vhost: '/',
      user: 'guest',
      user_who_performed_action: 'guest',
      connection_details: { name: 'client 1', peer_host: '127.0.0.1', peer_port: 0 },
      state: 'running',
      confirm: false,
      transactional: false,
      prefetch_count: 0,
      global_prefetch_count: 0,
      consumer_count: 0,
      messages_unacknowledged: 0,
      messages_unconfirmed: 0,
      messages_uncommitted: 0,
      acks_uncommitted: 0,
      pending_raft_commands: 0,
    });
  });

  it('tells since when it is idle, once it has been so for a second', () => {
    const { channel, now } = channelOf();
    expect(presentChannel(channel, 'node', now + 999).idle_since).to.equal(undefined);
    expect(presentChannel(channel, 'node', now + 1_000).idle_since).to.equal(
      '1970-01-01T00:16:40.000+00:00',
    );
  });
});
