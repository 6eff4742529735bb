import { expect } from 'chai';
import { amqpFormat } from '../../../src/amqp/content.js';
import { DIRECT_REPLY_TO } from '../../../src/core/direct-replies.js';
import { digestOf } from '../../../src/core/trace/message-digest.js';
import { fields, message } from '../../support/core-builders.js';

describe('What a trace keeps of a message', () => {
  it('is its properties but for the headers, which are counted, and the size of its body', () => {
    const headers = { type: 'F', value: fields({ a: 1, b: 'secret' }) } as const;
    const properties = fields({ correlation_id: 'c', headers });
    const parts = { exchange: 'x', routingKey: 'k', properties, body: Buffer.from('hello') };
    const digest = digestOf(amqpFormat.build(parts));
    expect(digest).to.deep.include({ exchange: 'x', routingKey: 'k', extraKeys: [] });
    expect(digest).to.include({ bodySize: 5, headerCount: 2, bytes: 6 });
    expect([...digest.properties]).to.eql([...fields({ correlation_id: 'c' })]);
  });

  it('is not the address of a direct reply, which lets anybody reply', () => {
    const secret = `${DIRECT_REPLY_TO}.token`;
    const request = digestOf(message({ replyTo: secret }));
    expect(request.properties.get('reply_to')).to.eql({ type: 'S', value: DIRECT_REPLY_TO });
    expect(digestOf(message({ routingKey: secret })).routingKey).to.equal(DIRECT_REPLY_TO);
    expect(digestOf(message({ replyTo: 'replies' })).properties.get('reply_to')?.value).to.equal(
      'replies',
    );
  });

  it('is of many keys the first few', () => {
    const extraKeys = Array.from({ length: 1_000 }, (_, index) => String(index));
    expect(digestOf(message({ extraKeys })).extraKeys).to.eql(extraKeys.slice(0, 20));
  });
});
