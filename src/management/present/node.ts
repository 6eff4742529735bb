/** The node in JSON, as RabbitMQ's HTTP API has it. What is Erlang's alone is left out. */
import { availableParallelism } from 'node:os';
import type { ManagementContext } from '../context.js';
import type { ProcessFacts } from '../machine.js';
import type { Detailed } from '../rates/details.js';
import { PRESENTED_EXCHANGE_TYPES } from './exchange-types.js';
import { isHttp, presentContext } from './listener.js';

/** `use` is what it uses by now, with rates. */
export function presentNode(context: ManagementContext, facts: ProcessFacts, use: Detailed) {
  const { broker, nodeName, version } = context;
  const { alarms } = broker;
  return {
    partitions: [],
    os_pid: String(process.pid),
    fd_total: facts.openFilesMax ?? 0,
    // Each is a file.
    sockets_total: facts.openFilesMax ?? 0,
    mem_limit: facts.memoryBytesMax,
    mem_alarm: alarms.isRaised('memory'),
    disk_free_limit: facts.diskFreeBytesMin ?? 0,
    disk_free_alarm: alarms.isRaised('disk'),
    proc_total: 0,
    rates_mode: 'basic',
    uptime: Math.round(facts.uptimeSeconds * 1_000),
    run_queue: 0,
    processors: availableParallelism(),
    exchange_types: PRESENTED_EXCHANGE_TYPES,
    auth_mechanisms: ['AMQPLAIN', 'PLAIN'].map((name) => ({
      name,
      description: '',
      enabled: true,
    })),
    applications: [{ name: 'leveret', description: 'Leveret', version }],
    contexts: context.listeners().filter(isHttp).map(presentContext),
    log_files: ['<stderr>'],
    db_dir: '',
    config_files: [],
    net_ticktime: 0,
    enabled_plugins: [],
    mem_calculation_strategy: 'rss',
    name: nodeName,
    running: true,
    being_drained: false,
    type: 'disc',
    cluster_links: [],
    ...use,
  };
}

/** That it is there. */
export function presentBareNode(name: string) {
  return { name, type: 'disc', running: true };
}
