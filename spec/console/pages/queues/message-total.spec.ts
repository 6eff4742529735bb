import { expect } from 'chai';
import { messageTotal } from '../../../../src/console/pages/queues/message-total.js';

describe('The messages of several queues', () => {
  it('are summed up in words', () => {
    const queue = { messages: 1_500, messages_ready: 1 };
    expect(messageTotal([], 'messages')).to.equal('0 messages');
    expect(messageTotal([queue], 'messages_ready')).to.equal('1 message');
    expect(messageTotal([queue, queue], 'messages')).to.equal('3,000 messages');
  });
});
