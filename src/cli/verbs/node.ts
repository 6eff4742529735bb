/** The verbs that tell how the broker is, and the checks of rabbitmq-diagnostics. */
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { type Api, type JsonObject, path } from '../api.js';
import { Failure } from '../failure.js';
import { NOTHING, type Verb } from '../verb.js';

const CONNECT_TIMEOUT_MS = 10_000;
/** Between looks at a process that is to end. */
const LOOK_MS = 50;
/** A listener on all addresses of its machine. */
const EVERYWHERE = ['::', '0.0.0.0'];

export const NODE_VERBS: readonly Verb[] = [
  {
    name: 'status',
    usage: '',
    summary: 'Tells version, resources, listeners and totals of the broker.',
    run: async ({ api }) => {
      const overview = await api.get('overview');
      const [node = {}] = await api.list('nodes');
      return { kind: 'value', value: { overview, node }, text: describeStatus(overview, node) };
    },
  },
  {
    name: 'cluster_status',
    usage: '',
    summary: 'Names the node, which is the only one.',
    run: async ({ api }) => {
      const { name } = await api.get('cluster-name');
      const node = await nodeName(api);
      const text = `Cluster name: ${String(name)}\nRunning nodes: ${node}`;
      return { kind: 'value', value: { cluster_name: name, running_nodes: [node] }, text };
    },
  },
  {
    name: 'ping',
    usage: '',
    summary: 'Succeeds if the broker answers.',
    run: async ({ api }) => {
      await api.get('whoami');
      return { kind: 'text', text: 'Ping succeeded' };
    },
  },
  check('check_running', 'Succeeds if the broker has started.', async (api) => {
    return `Leveret on node ${await nodeName(api)} is fully booted and running`;
  }),
  ...(['check_alarms', 'check_local_alarms'] as const).map((name) =>
    check(name, 'Succeeds if neither memory nor disk run short.', async (api) => {
      await api.get(`health/checks/${name === 'check_alarms' ? 'alarms' : 'local-alarms'}`);
      return `Node ${await nodeName(api)} reported no alarms, local or clusterwide`;
    }),
  ),
  check('check_virtual_hosts', 'Succeeds if all virtual hosts are up.', async (api) => {
    await api.get('health/checks/virtual-hosts');
    return `Node ${await nodeName(api)} reported all vhosts as running`;
  }),
  {
    name: 'check_port_listener',
    usage: '<port>',
    summary: 'Succeeds if the broker listens on the port.',
    run: async ({ api, args: [port = ''] }) => {
      await api.get(path`health/checks/port-listener/${port}`);
      return { kind: 'text', text: `A listener for port ${port} is running.` };
    },
  },
  {
    name: 'check_protocol_listener',
    usage: '<protocol>',
    summary: 'Succeeds if the broker listens for the protocol: amqp, amqp/ssl, http.',
    run: async ({ api, args: [protocol = ''] }) => {
      await api.get(path`health/checks/protocol-listener/${protocol}`);
      return { kind: 'text', text: `A listener for protocol ${protocol} is running.` };
    },
  },
  {
    name: 'check_certificate_expiration',
    usage: '',
    summary: 'Succeeds if no certificate of the broker ends within the time.',
    options: {
      unit: { placeholder: '<unit>', meaning: 'days, weeks, months (default) or years' },
      within: { placeholder: '<number>', meaning: 'how many of them; 1 without it' },
    },
    run: async (invocation) => {
      const within = invocation.option('within') ?? '1';
      const unit = invocation.option('unit') ?? 'months';
      await invocation.api.get(path`health/checks/certificate-expiration/${within}/${unit}`);
      return { kind: 'text', text: `No certificate ends within ${within} ${unit}.` };
    },
  },
  check('check_port_connectivity', 'Connects to every port of the broker.', async (api) => {
    const ports = (await listenersOf(api)).filter(({ port }) => port !== undefined);
    for (const { host, port = 0 } of ports) {
      await tryPort(EVERYWHERE.includes(host) ? api.host : host, port);
    }
    const numbers = ports.map(({ port }) => port).join(', ');
    return `Successfully connected to ports ${numbers} on node ${await nodeName(api)}`;
  }),
  {
    name: 'listeners',
    usage: '',
    summary: 'Lists where the broker listens, and for what.',
    run: async ({ api }) => {
      const rows = (await listenersOf(api)).map(({ host, port, protocol }) => [
        host,
        port,
        protocol,
      ]);
      return { kind: 'table', columns: ['interface', 'port', 'protocol'], rows };
    },
  },
  {
    name: 'alarms',
    usage: '',
    summary: 'Names the resources that run short.',
    run: async ({ api }) => {
      const [node = {}] = await api.list('nodes');
      const resources = ['mem', 'disk_free'].filter((name) => node[`${name}_alarm`] === true);
      const name = String(node['name']);
      const text =
        resources.length === 0
          ? `Node ${name} reported no alarms, local or clusterwide`
          : resources.map((resource) => `Resource alarm on node ${name}: ${resource}`).join('\n');
      return { kind: 'value', value: { node: name, alarms: resources }, text };
    },
  },
  {
    name: 'server_version',
    usage: '',
    summary: "Tells the broker's version, and the level of RabbitMQ that it follows.",
    run: async ({ api }) => {
      const { product_version: own, rabbitmq_version: followed } = await api.get('overview');
      const text = `${String(own)} (RabbitMQ ${String(followed)})`;
      return { kind: 'value', value: { version: own, rabbitmq_version: followed }, text };
    },
  },
  {
    name: 'set_log_level',
    usage: '<level>',
    summary: 'Changes what is logged: debug, info, warning, error, critical or none.',
    options: { category: { placeholder: '<name>', meaning: 'of this only: connection' } },
    banner: ({ args: [level] }) => `Setting log level to "${level}" ...`,
    run: async (invocation) => {
      const category = invocation.option('category') ?? 'default';
      await invocation.api.put('log/level', { level: invocation.arg(0), category });
      return NOTHING;
    },
  },
  ...['stop', 'shutdown'].map((name): Verb => ({
    name,
    usage: '',
    summary: 'Ends the broker, and waits for its end; for the owner of the data folder.',
    banner: () => 'Stopping the broker ...',
    run: async ({ api }) => {
      const { pid } = Object(await api.request('POST', 'stop')) as JsonObject;
      while (isRunning(Number(pid))) await setTimeout(LOOK_MS);
      return NOTHING;
    },
  })),
  {
    name: 'set_cluster_name',
    usage: '<name>',
    summary: 'Names the broker, for its clients and its users.',
    banner: ({ args: [name] }) => `Setting cluster name to ${name} ...`,
    run: async ({ api, args: [name] }) => {
      await api.put('cluster-name', { name });
      return NOTHING;
    },
  },
];

function check(name: string, summary: string, run: (api: Api) => Promise<string>): Verb {
  return {
    name,
    usage: '',
    summary,
    run: async ({ api }) => ({ kind: 'text', text: await run(api) }),
  };
}

/** Of a process of this machine: the broker's folder is here, too. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function nodeName(api: Api): Promise<string> {
  return String((await api.get('overview'))['node']);
}

interface ListenerFacts {
  readonly host: string;
  /** A Unix socket has none. */
  readonly port: number | undefined;
  readonly protocol: string;
}

async function listenersOf(api: Api): Promise<readonly ListenerFacts[]> {
  const { listeners } = await api.get('overview');
  if (!Array.isArray(listeners)) throw new Failure('notAllowed', 'only monitors see the listeners');
  return listeners.map((listener: JsonObject) => ({
    host: String(listener['ip_address']),
    port: Number(listener['port']) || undefined,
    protocol: String(listener['protocol']),
  }));
}

function tryPort(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Failure('unavailable', `cannot connect to ${host}:${port}: ${why}`));
    };
    const socket = connect({ host, port, timeout: CONNECT_TIMEOUT_MS })
      .on('connect', () => {
        socket.destroy();
        resolve();
      })
      .on('timeout', () => {
        fail('no answer');
      })
      .on('error', ({ message }) => {
        fail(message);
      });
  });
}

function describeStatus(overview: JsonObject, node: JsonObject): string {
  const totals = new Map<string, unknown>([
    ...Object.entries(overview['object_totals'] ?? {}),
    ...Object.entries(overview['queue_totals'] ?? {}),
  ]);
  const number = (value: unknown): string => (typeof value === 'number' ? String(value) : '-');
  const size = (value: unknown): string =>
    typeof value === 'number' ? `${(value / 1e9).toFixed(3)} GB` : '-';
  const alarms = ['mem', 'disk_free'].filter((name) => node[`${name}_alarm`] === true);
  const { product_version: own, rabbitmq_version: followed } = overview;
  const seconds = Number(node['uptime'] ?? 0) / 1000;
  return [
    `Status of node ${String(overview['node'])}`,
    `Version: ${String(own)}, as RabbitMQ ${String(followed)}`,
    `Uptime: ${Math.round(seconds)} s`,
    `Memory: ${size(node['mem_used'])} of ${size(node['mem_limit'])}`,
    `Free disk space: ${size(node['disk_free'])}, low watermark ${size(node['disk_free_limit'])}`,
    `Alarms: ${alarms.length === 0 ? '(none)' : alarms.join(', ')}`,
    `Connections: ${number(totals.get('connections'))}`,
    `Channels: ${number(totals.get('channels'))}`,
    `Consumers: ${number(totals.get('consumers'))}`,
    `Exchanges: ${number(totals.get('exchanges'))}`,
    `Queues: ${number(totals.get('queues'))}`,
    `Messages: ${number(totals.get('messages'))}`,
  ].join('\n');
}
