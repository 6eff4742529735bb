import { expect } from 'chai';
import {
  isHttp,
  presentContext,
  presentListener,
} from '../../../src/management/present/listener.js';

it('A listener in JSON has the words of RabbitMQ, and an HTTP one those of its web server', () => {
  const http = { protocol: 'http', host: '127.0.0.1', port: 15_672 };
  expect(presentListener(http, 'n')).to.deep.include({
    node: 'n',
    protocol: 'http',
    ip_address: '127.0.0.1',
    port: 15_672,
  });
  expect(presentContext(http)).to.deep.include({
    description: 'RabbitMQ Management',
    path: '/',
    port: '15672',
  });
  expect([http, { ...http, protocol: 'amqp' }].map(isHttp)).to.deep.equal([true, false]);
});
