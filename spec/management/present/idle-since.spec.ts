import { expect } from 'chai';
import { idleSince } from '../../../src/management/present/idle-since.js';

describe('Since when something is idle', () => {
  const lastActiveAt = Date.UTC(2026, 10, 27, 1, 0, 59, 929);

  it('is when it was active last, with the offset of UTC as RabbitMQ writes it', () => {
    expect(idleSince(lastActiveAt, lastActiveAt + 1_000)).to.equal('2026-11-27T01:00:59.929+00:00');
  });

  it('is not told of what was active in the last second', () => {
    expect(idleSince(lastActiveAt, lastActiveAt + 999)).to.equal(undefined);
  });
});
