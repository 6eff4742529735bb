/**
 * rabbitmqadmin, RabbitMQ's own command line for the management API: every one of its subcommands,
 * by the name it has in "help subcommands" with dashes.
 *
 *     subcommands  what it lists itself is what is played here
 *     list-...     a row has the columns that are asked for, with what was declared
 *     show-...     the overview names the product and the node
 *     declare-...  what it declares is listed with all that it was declared with
 *     delete-...   what it deletes is listed no more
 *     close-...    the connection ends
 *     purge-...    the queue is empty
 *     publish      a message comes to its queue, with properties; one without route is told
 *     get          messages come with their payload, are put back, are taken, go to a file
 *     export       writes definitions with what was declared
 *     import       takes what was exported, and what was deleted is there again
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import amqplib from 'amqplib';
import { contains, eventually, main, uniqueName, url } from '../../harness/program.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SCRIPT = here('../../../dist/rabbitmqadmin');
const run = promisify(execFile);
const management = new URL(process.env.MANAGEMENT_URL);
const ADDRESS = [
  ...['--host', management.hostname, '--port', management.port],
  ...['--username', management.username, '--password', management.password],
];

async function admin(...words) {
  const { stdout } = await run(SCRIPT, [...ADDRESS, ...words]);
  return stdout;
}

/** The rows of a list, as objects by column. */
async function list(what, { vhost, columns = [] } = {}) {
  const scope = vhost === undefined ? [] : ['--vhost', vhost];
  return JSON.parse(await admin('--format', 'raw_json', ...scope, 'list', what, ...columns));
}

async function row(what, name, options) {
  return (await list(what, options)).find((one) => one.name === name);
}

/** Without rabbitmqadmin, for what is not the matter of the scenario: it is much faster. */
async function api(method, path, body) {
  const authorization = `Basic ${btoa(`${management.username}:${management.password}`)}`;
  const response = await fetch(`http://${management.host}/api/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** What is declared in a scenario, in a virtual host of its own. */
class Stage {
  #connections = [];

  static async open() {
    const stage = new Stage();
    stage.vhost = uniqueName('vhost');
    stage.folder = await mkdtemp(join(tmpdir(), 'rabbitmqadmin-'));
    await api('PUT', `vhosts/${stage.vhost}`);
    return stage;
  }

  in(...words) {
    return admin('--vhost', this.vhost, ...words);
  }

  async queue(name = 'q') {
    await api('PUT', `queues/${this.vhost}/${name}`, { durable: true });
    return name;
  }

  put(what, body) {
    return api('PUT', what.replace('/', `/${this.vhost}/`), body);
  }

  /** All of a kind in the virtual host, or the one that is named. */
  get(what, name) {
    return api('GET', [what, this.vhost, ...(name === undefined ? [] : [name])].join('/'));
  }

  async publish(...bodies) {
    for (const payload of bodies) {
      const message = { routing_key: 'q', payload, payload_encoding: 'string', properties: {} };
      await api('POST', `exchanges/${this.vhost}/amq.default/publish`, message);
    }
  }

  parameters() {
    return api('GET', `parameters/vhost-limits/${this.vhost}`);
  }

  async permissions() {
    return (await api('GET', `vhosts/${this.vhost}/permissions`))[0];
  }

  async connect(name) {
    const connection = await amqplib.connect(`${url}/${encodeURIComponent(this.vhost)}`, {
      clientProperties: { connection_name: name },
    });
    this.#connections.push(connection);
    return connection;
  }

  async strike() {
    for (const connection of this.#connections) await connection.close().catch(() => {});
    await api('DELETE', `vhosts/${this.vhost}`);
    await rm(this.folder, { recursive: true });
  }
}

/** Statistics come some time after the fact. */
async function listed(what, isIt) {
  let found;
  await eventually(`${what} are listed`, async () => {
    found = (await list(what)).find(isIt);
    return found !== undefined;
  });
  return found;
}

const POLICY = ['pattern=^q', 'definition={"max-length":5}', 'priority=3', 'apply-to=queues'];
const POLICY_ROW = {
  pattern: '^q',
  definition: { 'max-length': 5 },
  priority: 3,
  'apply-to': 'queues',
};

const scenarios = {
  async subcommands() {
    const help = await admin('help', 'subcommands');
    const lines = help.split('\n').filter((line) => /^ {2}[a-z]/.test(line));
    const names = lines.flatMap((line) => {
      const [verb, object] = line.trim().split(/\s+/);
      if (verb === 'where' || verb === 'rabbitmqadmin') return [];
      return /^[a-z_]+$/.test(object) ? `${verb}-${object.replace('_', '-')}` : verb;
    });
    const { scenarios: played } = JSON.parse(readFileSync(here('client.json'), 'utf8'));
    assert.deepEqual(new Set(names), new Set(played.filter((name) => name !== 'subcommands')));
  },

  async 'list-connections'(stage) {
    await stage.connect('shown');
    const isOurs = ({ vhost }) => vhost === stage.vhost;
    const connection = await listed('connections', isOurs);
    assert.equal(connection.client_properties.connection_name, 'shown');
    assert.equal(connection.user, new URL(url).username);
  },

  async 'list-channels'(stage) {
    await (await stage.connect('channels')).createChannel();
    const channel = await listed('channels', ({ vhost }) => vhost === stage.vhost);
    assert.match(channel.name, /^\S+ -> \S+ \(1\)$/);
  },

  async 'list-consumers'(stage) {
    const name = await stage.queue();
    const channel = await (await stage.connect('consumers')).createChannel();
    await channel.consume(name, () => {}, { consumerTag: 'shown' });
    const consumer = await listed('consumers', ({ queue }) => queue.vhost === stage.vhost);
    assert.equal(consumer.consumer_tag, 'shown');
  },

  async 'list-exchanges'(stage) {
    const names = (await list('exchanges', { vhost: stage.vhost })).map(({ name }) => name);
    for (const name of ['', 'amq.direct', 'amq.topic']) assert.ok(names.includes(name), name);
    const columns = ['name', 'type'];
    const direct = await row('exchanges', 'amq.direct', { vhost: stage.vhost, columns });
    assert.deepEqual(direct, { name: 'amq.direct', type: 'direct' });
  },

  async 'list-queues'(stage) {
    const name = await stage.queue();
    assert.equal((await row('queues', name, { vhost: stage.vhost })).durable, true);
    // As a person sees it.
    const table = await stage.in('list', 'queues', 'name', 'messages');
    contains(table, '| name | messages |');
  },

  async 'list-bindings'(stage) {
    const name = await stage.queue();
    const [binding] = await list('bindings', { vhost: stage.vhost });
    assert.deepEqual([binding.source, binding.destination, binding.routing_key], ['', name, name]);
  },

  async 'list-users'() {
    assert.ok((await row('users', management.username)).tags.includes('administrator'));
  },

  async 'list-vhosts'(stage) {
    assert.equal((await row('vhosts', stage.vhost)).tracing, false);
  },

  async 'list-permissions'(stage) {
    const all = await list('permissions');
    const own = all.find(({ vhost }) => vhost === stage.vhost);
    const everything = { configure: '.*', write: '.*', read: '.*' };
    // Whoever declares a virtual host may do everything in it.
    assert.deepEqual(own, { user: management.username, vhost: stage.vhost, ...everything });
  },

  async 'list-nodes'() {
    const [node] = await list('nodes');
    assert.equal(node.running, true);
    assert.ok(node.uptime > 0);
  },

  async 'list-parameters'(stage) {
    await stage.put('vhost-limits/max-queues', { value: 5 });
    const [limits] = await list('parameters', { vhost: stage.vhost });
    assert.deepEqual([limits.component, limits.value], ['vhost-limits', { 'max-queues': 5 }]);
  },

  async 'list-policies'(stage) {
    assert.deepEqual(await list('policies', { vhost: stage.vhost }), []);
    await stage.put('policies/p', POLICY_ROW);
    assert.equal((await list('policies', { vhost: stage.vhost })).length, 1);
  },

  async 'list-operator-policies'(stage) {
    assert.deepEqual(await list('operator_policies', { vhost: stage.vhost }), []);
    await stage.put('operator-policies/p', POLICY_ROW);
    assert.equal((await list('operator_policies', { vhost: stage.vhost })).length, 1);
  },

  async 'list-vhost-limits'(stage) {
    await stage.put('vhost-limits/max-connections', { value: 7 });
    const [limits] = await list('vhost_limits', { vhost: stage.vhost });
    assert.deepEqual(limits, { vhost: stage.vhost, value: { 'max-connections': 7 } });
  },

  async 'show-overview'() {
    const [overview] = JSON.parse(await admin('--format', 'raw_json', 'show', 'overview'));
    assert.ok(overview.product_name);
    assert.match(overview.rabbitmq_version, /^\d+\.\d+\.\d+/);
    assert.equal(typeof overview.object_totals.queues, 'number');
  },

  async 'declare-exchange'(stage) {
    const words = ['durable=false', 'internal=true', 'auto_delete=true'];
    const args = 'arguments={"alternate-exchange":"amq.fanout"}';
    await stage.in('declare', 'exchange', 'name=e', 'type=topic', ...words, args);
    const exchange = await stage.get('exchanges', 'e');
    const { type, durable, internal, auto_delete, arguments: given } = exchange;
    assert.deepEqual([type, durable, internal, auto_delete], ['topic', false, true, true]);
    assert.deepEqual(given, { 'alternate-exchange': 'amq.fanout' });
  },

  async 'declare-queue'(stage) {
    const words = ['auto_delete=true', 'durable=false', 'arguments={"x-max-length":5}'];
    await stage.in('declare', 'queue', 'name=q', ...words);
    await stage.in('declare', 'queue', 'name=quorum', 'queue_type=quorum');
    const queue = await stage.get('queues', 'q');
    assert.deepEqual([queue.auto_delete, queue.durable], [true, false]);
    assert.equal(queue.arguments['x-max-length'], 5);
    assert.equal((await stage.get('queues', 'quorum')).type, 'quorum');
  },

  async 'declare-binding'(stage) {
    const name = await stage.queue();
    const args = 'arguments={"x-match":"all","a":1}';
    const to = [`destination=${name}`, 'routing_key=a.b'];
    await stage.in('declare', 'binding', 'source=amq.headers', ...to, args);
    const beside = ['destination=amq.topic', 'destination_type=exchange'];
    await stage.in('declare', 'binding', 'source=amq.fanout', ...beside);
    const bindings = await stage.get('bindings');
    const bySource = (source) => bindings.find((binding) => binding.source === source);
    assert.equal(bySource('amq.headers').routing_key, 'a.b');
    assert.deepEqual(bySource('amq.headers').arguments, { 'x-match': 'all', a: 1 });
    assert.equal(bySource('amq.fanout').destination_type, 'exchange');
  },

  async 'declare-vhost'(stage) {
    await admin('declare', 'vhost', `name=${stage.vhost}`, 'tracing=true');
    assert.equal((await api('GET', `vhosts/${stage.vhost}`)).tracing, true);
  },

  async 'declare-user'() {
    const name = uniqueName('user');
    await admin('declare', 'user', `name=${name}`, 'password=secret', 'tags=management');
    try {
      const user = await api('GET', `users/${name}`);
      assert.ok([user.tags].flat().includes('management'));
      const login = ['--host', management.hostname, '--port', management.port];
      const as = ['--username', name, '--password', 'secret'];
      await run(SCRIPT, [...login, ...as, 'list', 'vhosts']);
    } finally {
      await api('DELETE', `users/${name}`);
    }
  },

  async 'declare-permission'(stage) {
    const words = ['configure=^a', 'write=^b', 'read=^c', `user=${management.username}`];
    await stage.in('declare', 'permission', `vhost=${stage.vhost}`, ...words);
    const own = await stage.permissions();
    assert.deepEqual([own.configure, own.write, own.read], ['^a', '^b', '^c']);
  },

  async 'declare-parameter'(stage) {
    const limits = ['component=vhost-limits', 'name=limits', 'value={"max-queues":3}'];
    await stage.in('declare', 'parameter', ...limits);
    const [parameter] = await stage.parameters();
    assert.deepEqual(parameter.value, { 'max-queues': 3 });
  },

  async 'declare-policy'(stage) {
    await stage.in('declare', 'policy', 'name=p', ...POLICY);
    const [policy] = await stage.get('policies');
    assert.deepEqual(policy, { vhost: stage.vhost, name: 'p', ...POLICY_ROW });
  },

  async 'declare-operator-policy'(stage) {
    await stage.in('declare', 'operator_policy', 'name=p', ...POLICY);
    const [policy] = await stage.get('operator-policies');
    assert.deepEqual(policy, { vhost: stage.vhost, name: 'p', ...POLICY_ROW });
  },

  async 'declare-vhost-limit'(stage) {
    const limit = [`vhost=${stage.vhost}`, 'name=max-queues', 'value=1'];
    await stage.in('declare', 'vhost_limit', ...limit);
    await stage.queue();
    await assert.rejects(stage.queue('second'), /queue limit|max-queues|limit/i);
  },

  async 'delete-exchange'(stage) {
    await stage.put('exchanges/e', { type: 'fanout' });
    await stage.in('delete', 'exchange', 'name=e');
    assert.equal(
      (await stage.get('exchanges')).find(({ name }) => name === 'e'),
      undefined,
    );
  },

  async 'delete-queue'(stage) {
    await stage.queue();
    await stage.in('delete', 'queue', 'name=q');
    assert.deepEqual(await stage.get('queues'), []);
  },

  async 'delete-binding'(stage) {
    await stage.queue();
    const binding = ['source=amq.topic', 'destination=q'];
    await api('POST', `bindings/${stage.vhost}/e/amq.topic/q/q`, { routing_key: 'a.*' });
    const which = ['destination_type=queue', 'properties_key=a.*'];
    await stage.in('delete', 'binding', ...binding, ...which);
    assert.equal((await stage.get('bindings')).length, 1);
  },

  async 'delete-vhost'() {
    const name = uniqueName('gone');
    await api('PUT', `vhosts/${name}`);
    await admin('delete', 'vhost', `name=${name}`);
    await assert.rejects(api('GET', `vhosts/${name}`), /404/);
  },

  async 'delete-user'() {
    const name = uniqueName('user');
    await api('PUT', `users/${name}`, { password: 'secret', tags: '' });
    await admin('delete', 'user', `name=${name}`);
    await assert.rejects(api('GET', `users/${name}`), /404/);
  },

  async 'delete-permission'(stage) {
    const whose = [`vhost=${stage.vhost}`, `user=${management.username}`];
    await stage.in('delete', 'permission', ...whose);
    assert.equal(await stage.permissions(), undefined);
  },

  async 'delete-parameter'(stage) {
    await stage.put('vhost-limits/max-queues', { value: 5 });
    await stage.in('delete', 'parameter', 'component=vhost-limits', 'name=limits');
    assert.deepEqual(await stage.parameters(), []);
  },

  async 'delete-policy'(stage) {
    await stage.put('policies/p', POLICY_ROW);
    await stage.in('delete', 'policy', 'name=p');
    assert.deepEqual(await stage.get('policies'), []);
  },

  async 'delete-operator-policy'(stage) {
    await stage.put('operator-policies/p', POLICY_ROW);
    await stage.in('delete', 'operator_policy', 'name=p');
    assert.deepEqual(await stage.get('operator-policies'), []);
  },

  async 'delete-vhost-limit'(stage) {
    const limit = [`vhost=${stage.vhost}`, 'name=max-queues'];
    await stage.put('vhost-limits/max-queues', { value: 1 });
    await stage.in('delete', 'vhost_limit', ...limit);
    await stage.queue();
    await stage.queue('second');
  },

  async 'close-connection'(stage) {
    const connection = await stage.connect('to be closed');
    const end = new Promise((resolve) => connection.on('close', resolve));
    const { name } = await listed('connections', ({ vhost }) => vhost === stage.vhost);
    await admin('close', 'connection', `name=${name}`);
    assert.match((await end).message, /320/);
  },

  async 'purge-queue'(stage) {
    await stage.queue();
    await stage.publish('x');
    await stage.in('purge', 'queue', 'name=q');
    contains(await stage.in('get', 'queue=q'), 'No items');
  },

  async export(stage) {
    await stage.queue();
    const file = join(stage.folder, 'definitions.json');
    await admin('export', file);
    const definitions = JSON.parse(await readFile(file, 'utf8'));
    assert.ok(definitions.queues.some(({ vhost }) => vhost === stage.vhost));
    assert.ok(definitions.users.some(({ name }) => name === management.username));
  },

  async import(stage) {
    await stage.queue();
    await api('POST', `bindings/${stage.vhost}/e/amq.topic/q/q`, { routing_key: 'a' });
    await stage.put('policies/p', POLICY_ROW);
    const file = join(stage.folder, 'definitions.json');
    await stage.in('export', file);
    await api('DELETE', `queues/${stage.vhost}/q`);
    await api('DELETE', `policies/${stage.vhost}/p`);
    await stage.in('import', file);
    assert.equal((await stage.get('queues', 'q')).name, 'q');
    assert.equal((await stage.get('bindings')).length, 2);
    assert.equal((await stage.get('policies')).length, 1);
  },

  async publish(stage) {
    await stage.queue();
    const properties = 'properties={"delivery_mode":2,"headers":{"a":1},"type":"t"}';
    contains(await stage.in('publish', 'routing_key=q', 'payload=hello', properties), 'published');
    contains(await stage.in('publish', 'routing_key=none', 'payload=x'), 'NOT routed');
    const got = await stage.in('--format', 'raw_json', 'get', 'queue=q');
    const [message] = JSON.parse(got);
    const wanted = { delivery_mode: 2, headers: { a: 1 }, type: 't' };
    assert.deepEqual([message.payload, message.properties], ['hello', wanted]);
  },

  async get(stage) {
    await stage.queue();
    await stage.publish('first', 'second');
    const get = (...words) => stage.in('--format', 'raw_json', 'get', 'queue=q', ...words);
    const both = JSON.parse(await get('count=5'));
    assert.deepEqual(
      both.map(({ payload, redelivered }) => [payload, redelivered]),
      [
        ['first', false],
        ['second', false],
      ],
    );
    const [first] = JSON.parse(await get('ackmode=ack_requeue_false'));
    assert.deepEqual([first.payload, first.redelivered, first.message_count], ['first', true, 1]);
    const file = join(stage.folder, 'payload');
    await get(`payload_file=${file}`, 'ackmode=reject_requeue_false');
    assert.equal(await readFile(file, 'utf8'), 'second');
    assert.deepEqual(JSON.parse(await get()), []);
  },
};

await main(scenarios, Stage.open);
