import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportDefinitions } from '../../../src/management/definitions/export.js';
import { importDefinitions, parseDefinitions } from '../../../src/management/definitions/import.js';
import { NodePasswordHashing } from '../../../src/password-hashing.js';
import { ROOT } from '../../support/program.js';
import { TestManagement } from '../../support/test-management.js';

const RABBITMQ = readFileSync(join(ROOT, 'spec/support/rabbitmq-3.10-definitions.json'), 'utf8');

type Lists = Record<string, Record<string, unknown>[]>;

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** RabbitMQ's lists have no order, and ours say more of a vhost. */
function sorted(list: readonly object[]): string[] {
  return list.map((item) => JSON.stringify(Object.entries(item).toSorted(byKey))).toSorted();
}

describe('An import of an export of RabbitMQ 3.10', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  // Over HTTP nobody would get in: the import brings other passwords.
  const exported = (): string => JSON.stringify(exportDefinitions(api.broker, '1.2.3'));
  const take = (document: string) =>
    importDefinitions(
      { broker: api.broker, stage: api.stage, durably: (operation) => api.durable.run(operation) },
      { document: parseDefinitions(document), by: { name: 'spec' } },
    );

  it('brings everything but streams, and says what is left out, and why', async () => {
    const ignored = await take(RABBITMQ);
    const streams = ignored.filter(({ kind }) => kind === 'queues');
    expect(streams).to.deep.equal([
      {
        kind: 'queues',
        vhost: 'shop',
        name: 'stream',
        reason: "there are no queues of type 'stream'",
      },
    ]);
    expect(ignored.filter(({ kind }) => kind !== 'queues')).to.deep.equal([
      {
        kind: 'bindings',
        vhost: 'shop',
        name: 'orders -> stream',
        reason: 'what it binds is not there',
      },
    ]);
  });

  it('and an export give back what came, in any order', async () => {
    await take(RABBITMQ);
    const before = JSON.parse(RABBITMQ) as Lists;
    const after = JSON.parse(exported()) as Lists;
    const lists = [
      'permissions',
      'topic_permissions',
      'policies',
      'exchanges',
      'global_parameters',
    ];
    for (const key of lists) {
      expect(sorted(after[key] ?? []), key).to.deep.equal(sorted(before[key] ?? []));
    }
    expect(sorted(after['queues'] ?? [])).to.deep.equal(
      sorted((before['queues'] ?? []).filter(({ name }) => name !== 'stream')),
    );
    expect(sorted(after['users'] ?? [])).to.include.members(
      sorted((before['users'] ?? []).filter(({ name }) => name !== 'guest')),
    );
    const names = (lists: Lists): unknown[] => (lists['vhosts'] ?? []).map(({ name }) => name);
    expect(names(after)).to.have.members(names(before));
  });

  it('lets users log in with the passwords they had', async () => {
    await take(RABBITMQ);
    const hashing = new NodePasswordHashing();
    for (const name of ['alice', 'bob', 'carol', 'dave', 'erin']) {
      const user = api.broker.access.users.get(name);
      const verdict = await new Promise<boolean>((resolve) => {
        if (user === undefined) resolve(false);
        else hashing.verify(`${name}-test`, user, resolve);
      });
      expect(verdict, name).to.equal(true);
    }
    expect(api.broker.access.users.get('frank')?.passwordHash).to.equal('');
  });

  it('twice is the same as once', async () => {
    await take(RABBITMQ);
    const once = exported();
    await take(RABBITMQ);
    expect(exported()).to.equal(once);
  });

  it('of our own export changes nothing', async () => {
    await take(RABBITMQ);
    const text = exported();
    expect(await take(text)).to.deep.equal([]);
    expect(exported()).to.equal(text);
  });

  const broken: readonly [string, string, object][] = [
    ['an unknown vhost', 'no_such_vhost', { queues: [{ name: 'x', vhost: 'none' }] }],
    ['no vhost', 'undefined', { queues: [{ name: 'x' }] }],
    [
      'a policy that none can be',
      'lemons',
      { policies: [{ vhost: '/', name: 'x', pattern: 'x', definition: { lemons: 1 } }] },
    ],
    [
      'a queue that none can be',
      'x-max-length',
      { queues: [{ vhost: '/', name: 'x', arguments: { 'x-max-length': -1 } }] },
    ],
    ['permissions of nobody', 'no_such_user', { permissions: [{ user: 'none', vhost: '/' }] }],
    ['a list that is none', "'queues'", { queues: {} }],
  ];
  for (const [title, reason, part] of broken) {
    it(`with ${title} is refused as a whole`, async () => {
      const before = exported();
      const document = { vhosts: [{ name: 'new' }], users: [{ name: 'new' }], ...part };
      const refusal = await take(JSON.stringify(document)).catch((error: unknown) => String(error));
      expect(refusal).to.contain(reason);
      expect(exported()).to.equal(before);
    });
  }

  it('that is no JSON, or no object, is none', () => {
    for (const text of ['{nope', '[]', '', '"x"']) {
      expect(() => parseDefinitions(text)).to.throw('failed_to_parse_json');
    }
  });
});
