import { expect } from 'chai';
import {
  presentPermission,
  presentTopicPermission,
} from '../../../src/management/present/permission.js';

const PLACE = { user: 'erin', vhost: '/' };

it("Permissions in JSON have RabbitMQ's keys", () => {
  const expressions = { configure: 'c', write: 'w', read: 'r' };
  expect(presentPermission({ kind: 'permission', ...PLACE, ...expressions })).to.deep.equal({
    ...PLACE,
    ...expressions,
  });
  const topic = { exchange: 'amq.topic', write: 'w', read: 'r' };
  expect(presentTopicPermission({ kind: 'topic-permission', ...PLACE, ...topic })).to.deep.equal({
    ...PLACE,
    ...topic,
  });
});
