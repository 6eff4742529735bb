import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';

describe('Class channel', () => {
  it('opens and closes a channel, and opens it again', () => {
    const client = amqpServer().open();
    client.send(7, 'channel.open').send(7, 'channel.close').send(7, 'channel.open');
    expect(client.names()).to.eql(['7 channel.open-ok', '7 channel.close-ok', '7 channel.open-ok']);
  });

  it('answers flow, which cannot be stopped', () => {
    const client = amqpServer().open();
    client.send(1, 'channel.flow', { active: true });
    expect(client.lines()).to.eql(['1 channel.flow-ok active=true']);
    const [close] = client.send(1, 'channel.flow', { active: false }).take();
    expect(close?.args['replyText']).to.equal('NOT_IMPLEMENTED - active=false');
  });

  it('answers the access.request of old clients', () => {
    const client = amqpServer().open();
    client.send(1, 'access.request', { realm: '/data', active: true });
    expect(client.lines()).to.eql(['1 access.request-ok ticket=1']);
  });
});
