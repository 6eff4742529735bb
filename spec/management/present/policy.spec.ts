import { expect } from 'chai';
import { presentPolicy } from '../../../src/management/present/policy.js';

it("A policy in JSON has RabbitMQ's keys, in its order", () => {
  const policy = presentPolicy({
    name: 'limits',
    vhost: '/',
    definition: { 'max-length': 1 },
    pattern: 'x',
    priority: 0,
    applyTo: 'queues',
  });
  expect(JSON.stringify(policy)).to.equal(
    '{"vhost":"/","name":"limits","pattern":"x","apply-to":"queues",' +
      '"definition":{"max-length":1},"priority":0}',
  );
});
