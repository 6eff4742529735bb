import { expect } from 'chai';
import { identity } from '../../../src/management/metrics/identity.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The identity of a broker', () => {
  it('is told by labels: versions, names, and the endpoint that tells', () => {
    const { source } = measuredBroker();
    const groups = identity('detailed');
    const samples = samplesOf(groups.flatMap((group) => [...group.each('rabbitmq_', source)]));
    const runtime = `Node.js ${process.versions.node}`;
    const node = 'rabbitmq_node="leveret@localhost",rabbitmq_cluster="cluster"';
    expect(samples).to.eql({
      ['rabbitmq_build_info{rabbitmq_version="3.10.8",product_name="Leveret",' +
      `product_version="1.2.3",erlang_version="${runtime}"}`]: 1,
      [`rabbitmq_identity_info{${node},rabbitmq_cluster_permanent_id="leveret@localhost",` +
      'rabbitmq_endpoint="detailed"}']: 1,
    });
  });
});
