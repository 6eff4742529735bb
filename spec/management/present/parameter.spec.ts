import { expect } from 'chai';
import { presentParameter } from '../../../src/management/present/parameter.js';

it("A parameter in JSON has RabbitMQ's keys, in its order", () => {
  const parameter = { component: 'c', vhost: '/', name: 'n', value: 1 };
  expect(JSON.stringify(presentParameter(parameter))).to.equal(
    '{"value":1,"vhost":"/","component":"c","name":"n"}',
  );
});
