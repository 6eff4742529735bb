import { expect } from 'chai';
import type { DurableWaits } from '../../src/amqp/durable-waits.js';
import { Ending } from '../../src/amqp/ending.js';
import type { Reply } from '../../src/amqp/replies.js';

const REPLY: Reply = {
  code: 504,
  text: 'CHANNEL_ERROR - x',
  isHard: true,
  hasLostSync: false,
  blamed: undefined,
};

function arrange() {
  const waits = { hasReplies: true, hasHeldFrames: true };
  const done: string[] = [];
  const ending = new Ending(waits as unknown as DurableWaits, {
    leave: () => done.push('leave'),
    close: ({ text }, id) => done.push(`close ${text} ${id}`),
  });
  return { waits, done, ending };
}

describe('The end of a connection', () => {
  it('waits for what came before the client’s close', () => {
    const { waits, done, ending } = arrange();
    ending.leave();
    expect(done).to.eql([]);
    waits.hasHeldFrames = false;
    ending.proceed();
    expect(done).to.eql(['leave']);
  });

  it('waits at a fault for the replies before it, and tells of the first fault', () => {
    const { waits, done, ending } = arrange();
    ending.fail(REPLY, 7);
    ending.fail({ ...REPLY, text: 'another' }, 8);
    ending.proceed();
    expect(done).to.eql([]);
    waits.hasReplies = false;
    ending.proceed();
    ending.proceed();
    expect(done).to.eql(['close CHANNEL_ERROR - x 7']);
  });

  it('is at once where the client closes after a fault', () => {
    const { done, ending } = arrange();
    ending.fail(REPLY, 7);
    ending.leave();
    expect(done).to.eql(['leave']);
  });

  it('does not come while nobody asked for it', () => {
    const { waits, done, ending } = arrange();
    waits.hasReplies = waits.hasHeldFrames = false;
    ending.proceed();
    expect(done).to.eql([]);
  });
});
