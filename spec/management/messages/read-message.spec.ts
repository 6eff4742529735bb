import { expect } from 'chai';
import { ApiError } from '../../../src/management/api-error.js';
import {
  readPayload,
  readProperties,
  requireShort,
} from '../../../src/management/messages/read-message.js';

function reasonOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiError) return error.reason;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('The properties of a message in a request', () => {
  it('are texts, numbers and headers, and nothing that AMQP has not', () => {
    const table = readProperties({
      headers: { a: 1, b: [true] },
      content_type: 'text/plain',
      delivery_mode: 2,
      priority: 255,
      timestamp: 1_700_000_000,
      colour: 'red',
    });
    const names = ['content_type', 'delivery_mode', 'headers', 'priority', 'timestamp'];
    expect([...table.keys()].sort()).to.deep.equal(names);
    expect(table.get('content_type')).to.deep.equal({ type: 'S', value: 'text/plain' });
    expect(table.get('priority')).to.deep.equal({ type: 'l', value: 255 });
    const headers = table.get('headers');
    expect(headers?.type === 'F' && headers.value.get('a')).to.deep.equal({ type: 'l', value: 1 });
  });

  it('have an empty list for no headers too', () => {
    expect(readProperties({ headers: [] }).get('headers')).to.deep.equal({
      type: 'F',
      value: new Map(),
    });
  });

  it('are refused by name if they are of another type', () => {
    const reasons: [unknown, unknown][] = [
      [{ delivery_mode: '2' }, ['not_int', 'delivery_mode']],
      [{ priority: 1.5 }, ['not_int', 'priority']],
      [{ timestamp: null }, ['not_int', 'timestamp']],
      [{ content_type: 5 }, ['not_string', 'content_type']],
      [{ expiration: 60_000 }, ['not_string', 'expiration']],
      [{ headers: 'x' }, ['not_object', 'headers']],
      [{ headers: { a: null } }, 'null_not_allowed'],
      [[], ['not_object', []]],
    ];
    for (const [properties, reason] of reasons) {
      expect(reasonOf(() => readProperties(properties))).to.deep.equal(reason);
    }
  });

  it('are refused if the wire cannot carry them', () => {
    expect(reasonOf(() => readProperties({ priority: 256 }))).to.deep.equal([
      'out_of_range',
      'priority',
    ]);
    expect(reasonOf(() => readProperties({ timestamp: -1 }))).to.deep.equal([
      'out_of_range',
      'timestamp',
    ]);
    const text = 'é'.repeat(128);
    expect(reasonOf(() => readProperties({ type: text }))).to.deep.equal(['too_long', 'type']);
    expect(requireShort('name', 'x'.repeat(255))).to.have.length(255);
  });
});

describe('The payload of a message in a request', () => {
  it('is text, or octets in base64 with any white space', () => {
    expect(readPayload({ payload: 'hé', payload_encoding: 'string' })).to.deep.equal(
      Buffer.from('hé'),
    );
    const encoded = { payload: 'gA E\n=', payload_encoding: 'base64' };
    expect(readPayload(encoded)).to.deep.equal(Buffer.of(0x80, 1));
    expect(readPayload({ payload: '', payload_encoding: 'base64' })).to.have.length(0);
  });

  it('is refused if it is no text, or not in the encoding that it claims', () => {
    const of = (payload: unknown, encoding: unknown) =>
      reasonOf(() => readPayload({ payload, payload_encoding: encoding }));
    expect(of(5, 'string')).to.equal('payload_not_string');
    expect(of('x', 'morse')).to.deep.equal(['unsupported_encoding', 'morse']);
    for (const wrong of ['a', 'YQ', '_-__', 'YQ==YQ==', '!!!!', '====']) {
      expect(of(wrong, 'base64')).to.deep.equal(['not_base64', wrong]);
    }
  });

  it('may be megabytes of base64', () => {
    const payload = Buffer.alloc(9_000_000, 7).toString('base64');
    expect(readPayload({ payload, payload_encoding: 'base64' })).to.have.length(9_000_000);
  });
});
