import { expect } from 'chai';
import {
  QUEUE_CONSUMERS,
  QUEUE_DELIVERIES,
  QUEUE_DEPTH,
  QUEUE_DETAILS,
} from '../../../src/management/metrics/queue-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

const CLASSIC = '{vhost="/",queue="classic"}';
const QUORUM = '{vhost="/",queue="quorum"}';

describe('The metrics of queues', () => {
  it('tell how many messages are in each', () => {
    const { source } = measuredBroker();
    expect(samplesOf(QUEUE_DEPTH.each('', source))).to.eql({
      [`queue_messages_ready${CLASSIC}`]: 2,
      [`queue_messages_ready${QUORUM}`]: 0,
      [`queue_messages_unacked${CLASSIC}`]: 1,
      [`queue_messages_unacked${QUORUM}`]: 1,
      [`queue_messages${CLASSIC}`]: 3,
      [`queue_messages${QUORUM}`]: 1,
    });
    expect(samplesOf(QUEUE_DEPTH.sum('', source))).to.eql({
      queue_messages_ready: 2,
      queue_messages_unacked: 2,
      queue_messages: 4,
    });
  });

  it('are those of the vhosts that are asked for', () => {
    const { server, source } = measuredBroker();
    const vhost = server.broker.declareVhost({ name: 'v' });
    const flags = { durable: false, exclusive: false, autoDelete: false, arguments: new Map() };
    vhost.declareQueue({ name: 'q', ...flags }, { name: 'somebody' });
    const samples = samplesOf(QUEUE_CONSUMERS.each('', source, new Set(['v', 'no such vhost'])));
    expect(samples).to.eql({ 'queue_consumers{vhost="v",queue="q"}': 0 });
  });

  it('tell how large the messages are, and what of them is in memory', () => {
    const { source } = measuredBroker();
    const samples = samplesOf(QUEUE_DETAILS.each('', source));
    expect(samples).to.include({
      [`queue_messages_bytes${CLASSIC}`]: 15,
      [`queue_messages_ready_bytes${CLASSIC}`]: 10,
      [`queue_messages_unacked_bytes${CLASSIC}`]: 5,
      [`queue_messages_ram${CLASSIC}`]: 3,
      [`queue_messages_ready_ram${CLASSIC}`]: 2,
      [`queue_messages_ram_bytes${CLASSIC}`]: 15,
      [`queue_messages_paged_out${CLASSIC}`]: 0,
      [`queue_messages_paged_out_bytes${CLASSIC}`]: 0,
    });
    expect(samples[`queue_process_memory_bytes${CLASSIC}`]).to.be.greaterThan(15);
  });

  it('tell what was published to each and delivered from it', () => {
    const { source } = measuredBroker();
    const samples = samplesOf(QUEUE_DELIVERIES.each('', source));
    expect(samples).to.include({
      [`queue_messages_published_total${CLASSIC}`]: 3,
      [`queue_get_ack_total${CLASSIC}`]: 1,
      [`queue_get_total${QUORUM}`]: 1,
      [`queue_messages_delivered_ack_total${QUORUM}`]: 2,
      [`queue_messages_delivered_total${QUORUM}`]: 0,
      [`queue_messages_acked_total${QUORUM}`]: 1,
      [`queue_messages_redelivered_total${QUORUM}`]: 0,
      [`queue_get_empty_total${QUORUM}`]: 0,
    });
  });
});
