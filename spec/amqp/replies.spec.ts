import { expect } from 'chai';
import { AmqpFault, type AmqpFaultKind, replyFor } from '../../src/amqp/replies.js';
import { MalformedFrame } from '../../src/amqp/wire/malformed.js';
import { assert } from '../../src/core/assert.js';
import { BrokerError } from '../../src/core/errors.js';

const SOFT: readonly (readonly [AmqpFaultKind, string])[] = [
  ['content-too-large', '311 CONTENT_TOO_LARGE - why'],
  ['access-refused', '403 ACCESS_REFUSED - why'],
  ['not-found', '404 NOT_FOUND - why'],
  ['resource-locked', '405 RESOURCE_LOCKED - why'],
  ['precondition-failed', '406 PRECONDITION_FAILED - why'],
];

const HARD: readonly (readonly [AmqpFaultKind, string])[] = [
  ['connection-forced', '320 CONNECTION_FORCED - why'],
  ['syntax-error', '502 SYNTAX_ERROR - why'],
  ['command-invalid', '503 COMMAND_INVALID - why'],
  ['channel-error', '504 CHANNEL_ERROR - why'],
  ['unexpected-frame', '505 UNEXPECTED_FRAME - why'],
  ['resource-error', '506 RESOURCE_ERROR - why'],
  ['not-allowed', '530 NOT_ALLOWED - why'],
  ['not-implemented', '540 NOT_IMPLEMENTED - why'],
  ['internal-error', '541 INTERNAL_ERROR - why'],
];

function textFor(fault: unknown): string {
  const reply = replyFor(fault);
  return `${reply?.code} ${reply?.text}`;
}

describe('The reply to a fault', () => {
  for (const [kind, text] of SOFT) {
    it(`of kind ${kind} closes the channel: ${text}`, () => {
      const fault = new AmqpFault(kind, 'why');
      expect(textFor(fault)).to.equal(text);
      expect(replyFor(fault)).to.include({ isHard: false, hasLostSync: false });
    });
  }

  for (const [kind, text] of HARD) {
    it(`of kind ${kind} closes the connection: ${text}`, () => {
      const fault = new AmqpFault(kind, 'why');
      expect(textFor(fault)).to.equal(text);
      expect(replyFor(fault)).to.include({ isHard: true, hasLostSync: false });
    });
  }

  it('is the same for a fault of the core', () => {
    expect(textFor(new BrokerError('not-found', "no queue 'q' in vhost '/'"))).to.equal(
      "404 NOT_FOUND - no queue 'q' in vhost '/'",
    );
  });

  it('gives up the connection at once only where frames can no longer be told apart', () => {
    const cut = replyFor(new MalformedFrame(501, 'cut short'));
    expect(cut).to.include({ code: 501, text: 'FRAME_ERROR - cut short', hasLostSync: true });
    const table = replyFor(new MalformedFrame(502, 'table'));
    expect(table).to.include({ code: 502, isHard: true, hasLostSync: false });
  });

  it('is none for a bug', () => {
    expect(replyFor(new TypeError('x is not a function'))).to.equal(undefined);
    expect(replyFor(new RangeError('out of range'))).to.equal(undefined);
    let failed: unknown;
    try {
      assert(false, 'broken');
    } catch (error) {
      failed = error;
    }
    expect(replyFor(failed)).to.equal(undefined);
  });

  it('is cut at 255 bytes, at the border of a character', () => {
    const sizes = ['x', 'é', '€', '😀'].map((character) => {
      const text = replyFor(new AmqpFault('not-found', character.repeat(300)))?.text ?? '';
      expect(text).to.match(/^NOT_FOUND - (.)\1*\.\.\.$/u);
      return Buffer.byteLength(text);
    });
    // 240 bytes are left between 'NOT_FOUND - ' and the dots.
    expect(sizes).to.eql([255, 255, 255, 255]);
    const odd = replyFor(new AmqpFault('not-found', `x${'😀'.repeat(100)}`))?.text ?? '';
    expect(Buffer.byteLength(odd)).to.equal(252);
    expect(odd).to.match(/^NOT_FOUND - x(😀)+\.\.\.$/u);
  });

  it('is whole at exactly 255 bytes', () => {
    const message = 'x'.repeat(255 - 'NOT_FOUND - '.length);
    expect(replyFor(new AmqpFault('not-found', message))?.text).to.equal(`NOT_FOUND - ${message}`);
  });
});
