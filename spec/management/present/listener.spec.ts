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
  const socket_opts = { ip: '127.0.0.1', port: 15_672, protocol: 'http' };
  expect(presentListener(http, 'n')).to.deep.include({ socket_opts });
  const amqp = { protocol: 'amqp', host: '::', port: 5_672, backlog: 1_024 };
  expect(presentListener(amqp, 'n')).to.deep.include({
    socket_opts: { backlog: 1_024, nodelay: true },
  });
  expect(presentContext(http)).to.deep.include({
    description: 'RabbitMQ Management',
    path: '/',
    port: '15672',
  });
  const descriptions = ['https', 'http/prometheus'].map(
    (protocol) => presentContext({ ...http, protocol }).description,
  );
  expect(descriptions).to.deep.equal(['RabbitMQ Management', 'RabbitMQ Prometheus']);
  expect([http, { ...http, protocol: 'amqp' }].map(isHttp)).to.deep.equal([true, false]);
});
