import { expect } from 'chai';
import {
  ALL_CHANNELS,
  CHANNEL_DELIVERIES,
  CHANNEL_PUBLISHES,
  CHANNEL_STATES,
} from '../../../src/management/metrics/channel-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The metrics of all channels together', () => {
  it('tell what they sent and were given, of queues and channels that have gone too', () => {
    const { server, source } = measuredBroker();
    const counters = {
      channel_messages_published_total: 8,
      channel_messages_confirmed_total: 8,
      channel_messages_unroutable_returned_total: 1,
      channel_messages_unroutable_dropped_total: 1,
      channel_get_ack_total: 1,
      channel_get_total: 1,
      channel_messages_delivered_ack_total: 2,
      channel_messages_delivered_total: 0,
      channel_messages_redelivered_total: 0,
      channel_messages_acked_total: 1,
      channel_get_empty_total: 0,
      queue_messages_published_total: 6,
    };
    const gauges = {
      channel_consumers: 0,
      channel_messages_unacked: 2,
      channel_messages_unconfirmed: 0,
      channel_messages_uncommitted: 0,
      channel_acks_uncommitted: 0,
      consumer_prefetch: 1,
      channel_prefetch: 0,
    };
    expect(samplesOf(ALL_CHANNELS.each('', source))).to.eql({ ...gauges, ...counters });
    const conditions = { ifUnused: false, ifEmpty: false };
    server.vhost.deleteQueue('quorum', conditions, { name: 'somebody' });
    for (const client of [...server.vhost.clients.all()]) client.dismiss('bye');
    expect(samplesOf(ALL_CHANNELS.each('', source))).to.include({
      ...counters,
      channel_messages_unacked: 0,
    });
  });
});

describe('The metrics of each channel', () => {
  it('tell its limits, and what it waits for', () => {
    const { source } = measuredBroker();
    const samples = samplesOf(CHANNEL_STATES.each('', source));
    expect(samples).to.include({
      'channel_messages_unacked{channel="client 1 (1)"}': 1,
      'channel_messages_unacked{channel="client 1 (2)"}': 1,
      'consumer_prefetch{channel="client 1 (1)"}': 0,
      'consumer_prefetch{channel="client 1 (2)"}': 1,
      'channel_messages_unconfirmed{channel="client 1 (1)"}': 0,
    });
  });

  it('tell what it sent and was given, in the vhosts that are asked for', () => {
    const { source } = measuredBroker();
    const [first, second] = [1, 2].map((number) => `{channel="client 1 (${number})",vhost="/"}`);
    expect(samplesOf(CHANNEL_PUBLISHES.each('', source, new Set(['/'])))).to.include({
      [`channel_messages_published_total${first}`]: 8,
      [`channel_messages_confirmed_total${first}`]: 8,
      [`channel_messages_unroutable_returned_total${first}`]: 1,
      [`channel_messages_unroutable_dropped_total${first}`]: 1,
      [`channel_messages_published_total${second}`]: 0,
    });
    expect(samplesOf(CHANNEL_DELIVERIES.each('', source))).to.include({
      [`channel_get_ack_total${first}`]: 1,
      [`channel_get_total${first}`]: 1,
      [`channel_messages_delivered_ack_total${first}`]: 0,
      [`channel_messages_delivered_ack_total${second}`]: 2,
      [`channel_messages_acked_total${second}`]: 1,
    });
    expect(samplesOf(CHANNEL_DELIVERIES.each('', source, new Set(['other'])))).to.eql({});
  });
});
