import { expect } from 'chai';
import { ALL_CHANNELS } from '../../../src/management/metrics/channel-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The metrics of all channels together', () => {
  it('tell what they sent and were given, of queues that have gone too', () => {
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
    const gauges = { channel_consumers: 0, channel_messages_unacked: 2 };
    expect(samplesOf(ALL_CHANNELS.each('', source))).to.eql({ ...gauges, ...counters });
    const conditions = { ifUnused: false, ifEmpty: false };
    server.vhost.deleteQueue('quorum', conditions, { name: 'somebody' });
    expect(samplesOf(ALL_CHANNELS.each('', source))).to.include(counters);
  });
});
