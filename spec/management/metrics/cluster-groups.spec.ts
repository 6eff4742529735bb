import { expect } from 'chai';
import {
  EXCHANGE_BINDINGS,
  EXCHANGE_NAMES,
  VHOST_STATUS,
} from '../../../src/management/metrics/cluster-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The metrics of vhosts and exchanges', () => {
  it('name each vhost', () => {
    const { server, source } = measuredBroker();
    server.broker.declareVhost({ name: 'v' });
    expect(samplesOf(VHOST_STATUS.each('', source))).to.eql({
      'vhost_status{vhost="/"}': 1,
      'vhost_status{vhost="v"}': 1,
    });
    expect(samplesOf(VHOST_STATUS.each('', source, new Set(['v'])))).to.eql({
      'vhost_status{vhost="v"}': 1,
    });
  });

  it('name each exchange that clients publish to, and count its bindings', () => {
    const { server, source } = measuredBroker();
    const args = new Map();
    const ends = { source: 'amq.topic', destination: 'classic', routingKey: '#', arguments: args };
    server.vhost.bind({ ...ends, destinationKind: 'queue' }, { name: 'somebody' });
    const names = Object.keys(samplesOf(EXCHANGE_NAMES.each('', source)));
    expect(names).to.include('exchange_name{vhost="/",exchange="amq.topic",type="topic"}');
    expect(names.join()).to.not.include('exchange=""').and.not.include('amq.rabbitmq.trace');
    expect(samplesOf(EXCHANGE_BINDINGS.each('', source))).to.include({
      'exchange_bindings{vhost="/",exchange="amq.topic",type="topic"}': 1,
      'exchange_bindings{vhost="/",exchange="amq.direct",type="direct"}': 0,
    });
  });
});
