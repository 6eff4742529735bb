import { expect } from 'chai';
import { amqpServer } from '../support/amqp-server.js';

describe('The channels of a connection', () => {
  it('are counted by the node while they are open', () => {
    const server = amqpServer();
    const { limits } = server.broker;
    const client = server.open({ channels: 3 });
    expect(limits.channelCount).to.equal(3);
    client.send(2, 'channel.close').take();
    expect(limits.channelCount).to.equal(2);
    client.send(0, 'connection.close').take();
    expect(limits.channelCount).to.equal(0);
  });

  it('have numbers up to what was agreed on', () => {
    const client = amqpServer().open({ channelMax: 2, channels: 2 });
    expect(client.send(3, 'channel.open').lines()[0]).to.include(
      'NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)',
    );
  });

  it('are gone with their number free again once closed', () => {
    const server = amqpServer();
    const client = server.open();
    const [connection] = server.vhost.clients.all();
    client.send(1, 'channel.close').take();
    expect([...(connection?.facts.channels() ?? [])]).to.eql([]);
    expect(client.send(1, 'channel.open').names()).to.eql(['1 channel.open-ok']);
    expect([...(connection?.facts.channels() ?? [])].map(({ number }) => number)).to.eql([1]);
  });
});
