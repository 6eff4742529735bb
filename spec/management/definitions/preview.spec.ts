import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportDefinitions } from '../../../src/management/definitions/export.js';
import { importDefinitions, parseDefinitions } from '../../../src/management/definitions/import.js';
import { LISTED_MAX, previewDefinitions } from '../../../src/management/definitions/preview.js';
import { ROOT } from '../../support/program.js';
import { TestManagement } from '../../support/test-management.js';

const RABBITMQ = readFileSync(join(ROOT, 'spec/support/rabbitmq-3.10-definitions.json'), 'utf8');
const NONE = { added: 0, changed: 0, kept: 0, same: 0, ignored: 0, faults: 0 };
const by = { name: 'spec' };

describe('A preview of an import', () => {
  let api: TestManagement;
  beforeEach(() => (api = new TestManagement()));

  const attempt = (document: Record<string, unknown>, into?: string) =>
    previewDefinitions(api, { document, by, ...(into !== undefined && { into }) });
  const take = (document: Record<string, unknown>) =>
    importDefinitions(
      { broker: api.broker, stage: api.stage, durably: (operation) => api.durable.run(operation) },
      { document, by },
    );
  const exported = (): string => JSON.stringify(exportDefinitions(api.broker, '1.2.3'));

  it('tells what would be added, and adds nothing', async () => {
    const before = exported();
    const args = { 'x-max-length': 5 };
    const { counts, changes } = await attempt({
      queues: [{ name: 'q', vhost: '/', arguments: args }],
      bindings: [{ source: 'amq.topic', vhost: '/', destination: 'q', routing_key: 'k' }],
    });
    expect(counts).to.deep.equal({
      queues: { ...NONE, added: 1 },
      bindings: { ...NONE, added: 1 },
    });
    expect(changes).to.deep.equal([
      {
        kind: 'queues',
        vhost: '/',
        name: 'q',
        change: 'added',
        differences: [
          { key: 'arguments.x-max-length', before: null, after: 5 },
          { key: 'auto_delete', before: null, after: false },
          { key: 'durable', before: null, after: true },
        ],
      },
      {
        kind: 'bindings',
        vhost: '/',
        name: 'amq.topic -> q',
        change: 'added',
        differences: [
          { key: 'destination_type', before: null, after: 'queue' },
          { key: 'routing_key', before: null, after: 'k' },
        ],
      },
    ]);
    expect(exported()).to.equal(before);
  });

  it('tells what would change, key by key, in settings of every kind', async () => {
    const operators = (count: number) => {
      return { pattern: 'x', definition: { expires: count }, priority: 0, 'apply-to': 'all' };
    };
    const definitions = (count: number) => ({
      vhosts: [{ name: 'v', description: `${count}`, tags: [] }],
      users: [
        { name: 'u', tags: 'management', password_hash: '', limits: { 'max-channels': count } },
      ],
      permissions: [{ user: 'u', vhost: 'v', configure: `${count}`, write: '', read: '' }],
      topic_permissions: [{ user: 'u', vhost: 'v', exchange: 'e', write: `${count}`, read: '' }],
      parameters: [
        { component: 'operator_policy', vhost: 'v', name: 'o', value: operators(count) },
        { component: 'vhost-limits', vhost: 'v', name: 'limits', value: { 'max-queues': count } },
      ],
      global_parameters: [{ name: 'g', value: count }],
      policies: [{ vhost: 'v', name: 'p', pattern: 'x', definition: { 'max-length': count } }],
    });
    await take(definitions(1));
    expect((await attempt(definitions(1))).changes).to.deep.equal([]);
    const { counts, changes } = await attempt(definitions(2));
    expect(counts['parameters']).to.deep.equal({ ...NONE, changed: 2 });
    const told = changes.map(({ kind, name, change, differences }) => {
      return [kind, name, change, ...differences.map(({ key }) => key)].join(' ');
    });
    expect(told).to.deep.equal([
      'users u changed limits.max-channels',
      'vhosts v changed description',
      'permissions u changed configure',
      'topic_permissions u on e changed write',
      'parameters operator_policy o changed definition.expires',
      'parameters vhost-limits limits changed max-queues',
      'global_parameters g changed value',
      'policies p changed definition.max-length',
    ]);
    expect(changes[7]?.differences).to.deep.equal([
      { key: 'definition.max-length', before: 1, after: 2 },
    ]);
  });

  it('tells of passwords only whether they change', async () => {
    const user = (more: object) => ({ users: [{ name: 'u', tags: '', ...more }] });
    const password = async (more: object) => {
      const preview = await attempt(user(more));
      expect(JSON.stringify(preview)).not.to.match(/secret|c2VjcmV0|password_hash/);
      return preview.changes[0]?.differences.find(({ key }) => key === 'password');
    };
    const hash = { password_hash: 'c2VjcmV0' };
    const told = (before: string | null, after: string) => ({ key: 'password', before, after });
    expect(await password(hash)).to.deep.equal(told(null, 'set'));
    expect(await password({ password: 'secret' })).to.deep.equal(told(null, 'set'));
    expect(await password({ password_hash: '' })).to.deep.equal(told(null, 'none'));
    await take(user(hash));
    expect(await password(hash)).to.equal(undefined);
    expect(await password({ password: 'secret' })).to.deep.equal(told('set', 'another'));
    expect(await password({ password_hash: 'c2VjcmV1' })).to.deep.equal(told('set', 'another'));
    expect(await password({ password_hash: '' })).to.deep.equal(told('set', 'none'));
  });

  it('tells of queues and exchanges that are there that they stay as they are', async () => {
    const contents = (more: object) => ({
      queues: [{ name: 'q', vhost: '/', ...more }],
      exchanges: [{ name: 'e', vhost: '/', type: 'topic', ...more }],
      bindings: [{ source: 'e', vhost: '/', destination: 'q', routing_key: '#' }],
    });
    await take(contents({}));
    expect((await attempt(contents({}))).counts).to.deep.equal({
      queues: { ...NONE, same: 1 },
      exchanges: { ...NONE, same: 1 },
      bindings: { ...NONE, same: 1 },
    });
    const { changes } = await attempt(contents({ durable: false }));
    expect(changes.map(({ change, differences }) => [change, differences])).to.deep.equal([
      ['kept', [{ key: 'durable', before: true, after: false }]],
      ['kept', [{ key: 'durable', before: true, after: false }]],
    ]);
  });

  it('tells all that is wrong, by place, where an import stops at the first', async () => {
    const { faults, counts } = await attempt({
      users: 5,
      queues: [
        { vhost: '/', name: 5 },
        { vhost: '/', name: 'long', arguments: { 'x-max-length': -1 } },
        { vhost: 'none', name: 'q' },
        { vhost: '/', name: 'good' },
      ],
      policies: [{ vhost: '/', name: 'p', pattern: 'x', definition: { lemons: 1 } }],
      permissions: [{ user: 'nobody', vhost: '/' }],
    });
    expect(faults.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      'users ',
      'queues number 1 in the list',
      'permissions nobody',
      'policies p',
      'queues long',
      'queues q',
    ]);
    expect(faults[0]?.reason).to.equal("'users' of definitions is a list of objects");
    expect(faults[1]?.reason).to.equal('not_string: 5');
    expect(faults[2]?.reason).to.equal('no_such_user: nobody');
    expect(faults[4]?.reason).to.contain('x-max-length');
    expect(counts['queues']).to.deep.equal({ ...NONE, added: 1, faults: 3 });
  });

  it('tells what would be left out, and why', async () => {
    const { ignored, counts } = await attempt(parseDefinitions(RABBITMQ));
    expect(ignored.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      'queues stream',
      'bindings orders -> stream',
    ]);
    expect(counts['queues']).to.include({ ignored: 1, faults: 0 });
  });

  it('is what an import then does: after it, all is the same', async () => {
    const document = parseDefinitions(RABBITMQ);
    const { counts } = await attempt(document);
    const total = (counts['queues']?.added ?? 0) + (counts['queues']?.ignored ?? 0);
    expect(total).to.equal((document['queues'] as object[]).length);
    await take(document);
    const after = await attempt(document);
    expect(after.changes).to.deep.equal([]);
    expect(after.counts['queues']?.same).to.equal(counts['queues']?.added);
  });

  it('is of one vhost, if one is named', async () => {
    api.broker.declareVhost({ name: 'v' });
    const { changes } = await attempt({ queues: [{ name: 'q', vhost: '/' }], users: [{}] }, 'v');
    expect(changes.map(({ vhost, name }) => [vhost, name])).to.deep.equal([['v', 'q']]);
  });

  it('lists so many and no more, those first that change something', async () => {
    const policy = (count: number) => {
      return { vhost: '/', name: 'p', pattern: 'x', definition: { 'max-length': count } };
    };
    await take({ policies: [policy(1)] });
    const queues = Array.from({ length: LISTED_MAX }, (_, index) => ({
      name: `q${index}`,
      vhost: '/',
    }));
    const { changes, counts, truncated } = await attempt({ queues, policies: [policy(2)] });
    expect([changes.length, truncated]).to.deep.equal([LISTED_MAX, true]);
    expect(changes[0]?.name).to.equal('p');
    expect(counts['queues']?.added).to.equal(LISTED_MAX);
  }).timeout(20_000);
});
