import { expect } from 'chai';
import { readPlan } from '../../../src/management/definitions/read-plan.js';
import { TestManagement } from '../../support/test-management.js';

describe('An export as a plan', () => {
  const { broker } = new TestManagement();

  it('of RabbitMQ 4.x has its vhosts described, and queues with their type apart', () => {
    const { plan, ignored } = readPlan(
      {
        rabbitmq_version: '4.1.0',
        rabbitmq_definition_format: 'cluster',
        users: [{ name: 'u', tags: ['administrator'], password_hash: '', limits: {} }],
        vhosts: [{ name: 'v', metadata: { description: 'd', default_queue_type: 'quorum' } }],
        queues: [
          {
            name: 'q',
            vhost: 'v',
            type: 'quorum',
            durable: true,
            auto_delete: false,
            arguments: { 'x-queue-type': 'quorum' },
          },
        ],
      },
      broker,
    );
    expect(ignored).to.deep.equal([]);
    expect(plan.vhosts).to.deep.equal([
      { name: 'v', description: 'd', defaultQueueType: 'quorum' },
    ]);
    expect(plan.queues[0]?.arguments.get('x-queue-type')).to.deep.equal({
      type: 'S',
      value: 'quorum',
    });
  });

  it('leaves out what belongs to plugins, and says so', () => {
    const at = { vhost: '/' };
    const { plan, ignored } = readPlan(
      {
        parameters: [{ ...at, component: 'shovel', name: 's', value: {} }],
        policies: [
          { ...at, name: 'f', pattern: '', definition: { 'federation-upstream-set': 'all' } },
          {
            ...at,
            name: 'both',
            pattern: '',
            definition: { 'federation-upstream': 'u', 'max-length': 1 },
          },
        ],
        exchanges: [{ ...at, name: 'j', type: 'x-jms-topic' }],
        queues: [{ ...at, name: 'amq.gen-1' }],
      },
      broker,
    );
    expect(ignored.map(({ kind, name }) => `${kind} ${name}`)).to.deep.equal([
      'parameters s',
      'policies f',
      'policies both',
      'queues amq.gen-1',
      'exchanges j',
    ]);
    expect(plan.policies.map(({ name, terms }) => [name, terms['definition']])).to.deep.equal([
      ['both', { 'max-length': 1 }],
    ]);
    expect([plan.parameters, plan.exchanges, plan.queues]).to.deep.equal([[], [], []]);
  });

  it('tells of what cannot be read, if it is to, and reads on', () => {
    const document = {
      queues: [
        { vhost: '/', name: 5 },
        { vhost: '/', name: 'q' },
      ],
      bindings: 'none',
    };
    const told: string[] = [];
    const { plan } = readPlan(document, broker, undefined, ({ kind, name }, error) => {
      told.push(`${kind} ${name}: ${error.message}`);
    });
    expect(plan.queues.map(({ name }) => name)).to.deep.equal(['q']);
    expect(told).to.deep.equal([
      'queues number 1 in the list: bad_request: ["not_string",5]',
      "bindings : bad_request: 'bindings' of definitions is a list of objects",
    ]);
    expect(() => readPlan(document, broker)).to.throw('not_string');
  });

  it('into one vhost has nothing of what is outside vhosts', () => {
    const document = {
      users: [{ name: 'z' }],
      vhosts: [{ name: 'z' }],
      global_parameters: [{ name: 'z', value: 1 }],
      queues: [{ name: 'q', vhost: 'elsewhere' }],
    };
    const { plan } = readPlan(document, broker, '/');
    expect([plan.users, plan.vhosts, plan.globalParameters]).to.deep.equal([[], [], []]);
    expect(plan.queues.map(({ vhost, name }) => ({ vhost, name }))).to.deep.equal([
      { vhost: '/', name: 'q' },
    ]);
  });

  it('takes the routing key that is a number, and the list for an empty object', () => {
    const { plan } = readPlan(
      {
        bindings: [{ source: 'a', vhost: '/', destination: 'b', routing_key: 1, arguments: [] }],
        parameters: [{ vhost: '/', component: 'vhost-limits', name: 'limits', value: [] }],
      },
      broker,
    );
    expect(plan.bindings[0]?.routingKey).to.equal('1');
    expect(plan.parameters[0]?.value).to.deep.equal({});
  });
});
