import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';

describe('Class tx', () => {
  it('answers select, commit and rollback', () => {
    const client = amqpServer().open();
    client.send(1, 'tx.select').send(1, 'tx.commit').send(1, 'tx.rollback').send(1, 'tx.select');
    expect(client.names()).to.eql([
      '1 tx.select-ok',
      '1 tx.commit-ok',
      '1 tx.rollback-ok',
      '1 tx.select-ok',
    ]);
  });

  it('keeps the transaction under way when it is selected again', () => {
    const client = amqpServer().open();
    client.send(1, 'tx.select').publish(1, 'x', { key: 'nowhere', mandatory: true });
    client.send(1, 'tx.select').send(1, 'tx.commit');
    expect(client.names().slice(2)).to.eql(['1 basic.return', '1 tx.commit-ok']);
  });

  for (const name of ['tx.commit', 'tx.rollback'] as const) {
    it(`refuses ${name} on a channel that is not transactional`, () => {
      const [close] = amqpServer().open().send(1, name).take();
      expect(close?.args['replyText']).to.equal(
        'PRECONDITION_FAILED - channel is not transactional',
      );
    });
  }

  it('is refused in confirm mode', () => {
    const [, close] = amqpServer().open().send(1, 'confirm.select').send(1, 'tx.select').take();
    expect(close?.args['replyText']).to.equal(
      'PRECONDITION_FAILED - cannot switch from confirm to tx mode',
    );
  });
});
