/**
 * Moving here: what RabbitMQ 3.10 exported is imported, and all of it is as it was there. Users log
 * in with the passwords they had.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import amqplib from 'amqplib';
import { expect } from 'chai';
import { broker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { Management } from '../management.js';
import { clearTopology, PASSWORD_SUFFIX } from '../topology.js';

interface Named {
  readonly name: string;
  readonly kind?: string;
  readonly destination?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

type Definitions = Readonly<Record<string, readonly Named[]>>;

/** The sources, seen from dist/conformance/http/scenarios/. */
const FILE = fileURLToPath(
  new URL('../../../../conformance/http/definitions-3.10.json', import.meta.url),
);
/** Hashed with SHA-256, SHA-512 and MD5. */
const USERS = ['alice', 'erin', 'gina', 'henry'];
/** RabbitMQ's statistics come every five seconds. */
const STATS_LIMIT_MS = 12_000;

describe('Definitions that RabbitMQ 3.10 exported', function () {
  this.timeout(30_000);
  const exported = JSON.parse(readFileSync(FILE, 'utf8')) as Definitions;
  let management: Management;
  let clusterName: unknown;
  let ignored: readonly Named[];

  before(async () => {
    management = new Management(broker.managementUrl);
    clusterName = await management.get('/cluster-name');
    await clearAway();
    const { status, text } = await management.ask({
      method: 'POST',
      path: '/definitions',
      body: exported,
    });
    expect(status, text).to.be.within(200, 204);
    ignored = text === '' ? [] : (JSON.parse(text) as { ignored: Named[] }).ignored;
  });

  after(() => clearAway());

  async function clearAway(): Promise<void> {
    await clearTopology(management);
    await management.change('PUT', '/cluster-name', clusterName);
    for (const name of ['gina', 'henry']) {
      await management.ask({ method: 'DELETE', path: `/users/${name}` });
    }
  }

  const login = async (name: string, password: string): Promise<void> => {
    const url = new URL(broker.url);
    url.username = name;
    url.password = password;
    url.pathname = '/shop';
    const connection = await amqplib.connect(url.href);
    await connection.close();
  };

  it('bring users who log in with their old passwords, and with no others', async () => {
    for (const name of USERS) {
      await login(name, name + PASSWORD_SUFFIX);
      const refusal = await login(name, 'wrong').catch((error: Error) => error.message);
      expect(refusal).to.match(/ACCESS.REFUSED/);
    }
  });

  it('leave out nothing but streams, and tell it', function () {
    // RabbitMQ has them.
    if (!broker.isOwned) this.skip();
    expect(ignored.map(({ kind, name }) => [kind, name])).to.deep.equal([
      ['queues', 'stream'],
      ['bindings', 'orders -> stream'],
    ]);
  });

  it('bring tags that open the management API to those who had them', async () => {
    const ask = async (name: string): Promise<number> => {
      const as = `${name}:${name}${PASSWORD_SUFFIX}`;
      return (await management.ask({ method: 'GET', path: '/whoami', as })).status;
    };
    // Of the passwords the first is hashed with SHA-256, the second with SHA-512.
    for (const name of ['alice', 'gina']) {
      expect(await ask(name), name).to.equal(200);
      const as = `${name}:wrong`;
      const refused = await management.ask({ method: 'GET', path: '/whoami', as });
      expect(refused.status, name).to.equal(401);
    }
    expect(await ask('henry')).to.equal(401);
  });

  it('are exported again as they came, whatever the order', async () => {
    const again = (await management.get('/definitions')) as Definitions;
    for (const kind of Object.keys(exported).filter((key) => Array.isArray(exported[key]))) {
      for (const one of (exported[kind] ?? []).filter((item) => !isStream(item))) {
        if (one.name === 'internal_cluster_id' || one.name === 'guest') continue;
        const keys = Object.keys(one);
        // There may be more said of each.
        const texts = (again[kind] ?? []).map((other) => canonical(pick(other, keys)));
        expect(texts, kind).to.include(canonical(one));
      }
    }
  });

  it('bring queues that hold what they held to: types, arguments and policies', async () => {
    let queue: Record<string, unknown> = {};
    await eventually(
      'the statistics of the queue tell its policy',
      async () => {
        queue = (await management.get('/queues/shop/limited')) as Record<string, unknown>;
        return queue['policy'] === 'limits';
      },
      STATS_LIMIT_MS,
    );
    expect(queue['operator_policy']).to.equal('ceiling');
    expect(queue['effective_policy_definition']).to.include({ 'max-length': 50, expires: 3600000 });
    for (const name of ['quorum', 'quorum-sac']) {
      expect(await management.get(`/queues/shop/${name}`)).to.include({ type: 'quorum' });
    }
    for (const name of ['classic', 'classic-transient', 'lazy', 'full', 'auto-delete']) {
      expect(await management.get(`/queues/shop/${name}`)).to.include({ type: 'classic' });
    }
  });
});

function isStream(one: Named): boolean {
  return one.arguments?.['x-queue-type'] === 'stream' || one.destination === 'stream';
}

function pick(one: Named, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(one).filter(([key]) => keys.includes(key)));
}

/** With the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
