import { expect } from 'chai';
import {
  ALARMS,
  CHURN,
  LOGINS,
  NODE_LIMITS,
  NODE_USE,
  TOTALS,
} from '../../../src/management/metrics/node-groups.js';
import { MACHINE, measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The metrics of a node', () => {
  it('tell what came and went', () => {
    const { server, source } = measuredBroker();
    server.open().send(0, 'connection.close');
    server.settle();
    expect(samplesOf(CHURN.each('', source))).to.eql({
      connections_opened_total: 2,
      connections_closed_total: 1,
      channels_opened_total: 3,
      channels_closed_total: 1,
      queues_declared_total: 2,
      queues_created_total: 2,
      queues_deleted_total: 0,
    });
    server.broker.counters.httpLoginsAdmitted += 4;
    server.broker.counters.httpLoginsRefused += 3;
    expect(samplesOf(LOGINS.each('', source))).to.eql({
      'auth_attempts_total{protocol="http"}': 7,
      'auth_attempts_succeeded_total{protocol="http"}': 4,
      'auth_attempts_failed_total{protocol="http"}': 3,
      'auth_attempts_total{protocol="amqp091"}': 2,
      'auth_attempts_succeeded_total{protocol="amqp091"}': 2,
      'auth_attempts_failed_total{protocol="amqp091"}': 0,
    });
  });

  it('tell what there is', () => {
    const { server, source } = measuredBroker();
    server.broker.declareVhost({ name: 'v' });
    expect(samplesOf(TOTALS.each('', source))).to.eql({
      connections: 1,
      channels: 2,
      consumers: 0,
      queues: 2,
    });
  });

  it('tell what the process uses and may use', () => {
    const { source } = measuredBroker();
    expect(samplesOf(NODE_USE.each('', source))).to.eql({
      process_open_fds: 21,
      process_open_tcp_sockets: 5,
      process_resident_memory_bytes: 1_000,
      disk_space_available_bytes: 7_000,
    });
    expect(samplesOf(NODE_LIMITS.each('', source))).to.eql({
      process_max_fds: 1_024,
      process_max_tcp_sockets: 1_024,
      resident_memory_limit_bytes: 5_000,
      disk_space_available_limit_bytes: 500,
      erlang_uptime_seconds: 12.5,
    });
  });

  it('leave out what the machine does not tell', () => {
    const { source } = measuredBroker();
    const machine = { ...MACHINE, openFiles: undefined, diskFreeBytes: undefined };
    const samples = samplesOf(NODE_USE.each('', { ...source, machine }));
    expect(Object.keys(samples)).to.eql([
      'process_open_tcp_sockets',
      'process_resident_memory_bytes',
    ]);
  });

  it('tell of each alarm whether it is raised', () => {
    const { server, source } = measuredBroker();
    server.broker.alarms.set('disk', true);
    expect(samplesOf(ALARMS.each('', source))).to.eql({
      alarms_file_descriptor_limit: 0,
      alarms_free_disk_space_watermark: 1,
      alarms_memory_used_watermark: 0,
    });
  });
});
