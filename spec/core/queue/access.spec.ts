import { expect } from 'chai';
import {
  requireAccess,
  requireDeletable,
  requireGettable,
  requireSameQueue,
  requireServerNameAllowed,
} from '../../../src/core/queue/access.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

const LOCKED =
  "resource-locked: cannot obtain exclusive access to locked queue 'q' in vhost '/'. It could be " +
  'originally declared on another connection or the exclusive property value does not match that ' +
  'of the original declaration.';

const REQUEST = {
  name: 'q',
  durable: false,
  exclusive: false,
  autoDelete: false,
  arguments: NO_FIELDS,
};

describe('access to a queue', () => {
  it('is free for everyone where nobody owns it', () => {
    requireAccess(new SpecVhost().queue('q'), { name: 'anyone' });
  });

  it('is for the owner alone where it is exclusive', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q', { exclusive: true });
    requireAccess(queue, spec.owner);
    expect(faultOf(() => requireAccess(queue, { name: 'owner' }))).to.equal(LOCKED);
  });
});

describe('taking single messages', () => {
  const queueWith = (args: Parameters<typeof fields>[0]) =>
    new SpecVhost().queue('q', { durable: true, arguments: fields(args) });

  it('is refused where a quorum queue has a single active consumer', () => {
    const queue = queueWith({ 'x-queue-type': 'quorum', 'x-single-active-consumer': true });
    expect(faultOf(() => requireGettable(queue))).to.equal(
      "resource-locked: cannot obtain access to locked queue 'q' in vhost '/'. basic.get " +
        'operations are not supported by quorum queues with single active consumer',
    );
  });

  it('is free on every other queue', () => {
    requireGettable(queueWith({ 'x-queue-type': 'quorum' }));
    requireGettable(queueWith({ 'x-single-active-consumer': true }));
  });
});

describe('declaring a queue again', () => {
  it('is fine with the same request', () => {
    requireSameQueue(new SpecVhost().queue('q'), REQUEST, undefined);
  });

  it('is refused if one declare is exclusive and the other is not', () => {
    const spec = new SpecVhost();
    const shared = spec.queue('q');
    expect(faultOf(() => requireSameQueue(shared, REQUEST, spec.owner))).to.equal(LOCKED);
    const exclusive = new SpecVhost();
    const owned = exclusive.queue('q', { exclusive: true });
    expect(faultOf(() => requireSameQueue(owned, REQUEST, undefined))).to.equal(LOCKED);
    requireSameQueue(owned, REQUEST, exclusive.owner);
  });

  for (const [change, text] of [
    [{ durable: true }, "'durable'"],
    [{ autoDelete: true }, "'auto_delete'"],
    [{ arguments: fields({ 'x-max-length': 1 }) }, "'x-max-length'"],
    [{ arguments: fields({ 'x-queue-type': 'quorum' }) }, "'x-queue-type'"],
    [{ arguments: fields({ 'x-queue-mode': 'lazy' }) }, "'x-queue-mode'"],
  ] as const) {
    it(`is refused with an inequivalent arg ${text}`, () => {
      const queue = new SpecVhost().queue('q');
      expect(
        faultOf(() => requireSameQueue(queue, { ...REQUEST, ...change }, undefined)),
      ).to.contain(`precondition-failed: inequivalent arg ${text} for queue 'q' in vhost '/'`);
    });
  }

  for (const type of ['classic', 'quorum']) {
    it(`compares the arguments of retries and timeouts of a ${type} queue`, () => {
      const args = fields({ 'x-queue-type': type, 'x-consumer-timeout': 5 });
      const queue = new SpecVhost().queue('q', { durable: true, arguments: args });
      const other = fields({ 'x-queue-type': type, 'x-consumer-timeout': 6 });
      const request = { ...REQUEST, durable: true, arguments: other };
      expect(faultOf(() => requireSameQueue(queue, request, undefined))).to.contain(
        "inequivalent arg 'x-consumer-timeout' for queue 'q'",
      );
    });
  }

  it('compares the arguments that its type knows, and no others', () => {
    const classic = new SpecVhost().queue('q');
    const limit = fields({ 'x-delivery-limit': 5 });
    requireSameQueue(classic, { ...REQUEST, arguments: limit }, undefined);
    const type = fields({ 'x-queue-type': 'quorum' });
    const quorum = new SpecVhost().queue('q', { durable: true, arguments: type });
    const request = { ...REQUEST, durable: true };
    const limited = fields({ 'x-queue-type': 'quorum', 'x-delivery-limit': 5 });
    const lazy = fields({ 'x-queue-type': 'quorum', 'x-queue-mode': 'lazy' });
    requireSameQueue(quorum, { ...request, arguments: lazy }, undefined);
    expect(
      faultOf(() => requireSameQueue(quorum, { ...request, arguments: limited }, undefined)),
    ).to.contain("inequivalent arg 'x-delivery-limit'");
  });
});

describe('deleting a queue', () => {
  it('is refused for a quorum queue on any condition', () => {
    const args = fields({ 'x-queue-type': 'quorum' });
    const queue = new SpecVhost().queue('q', { durable: true, arguments: args });
    requireDeletable(queue, { ifUnused: false, ifEmpty: false });
    for (const [conditions, flag] of [
      [{ ifUnused: true, ifEmpty: true }, 'if-unused'],
      [{ ifUnused: false, ifEmpty: true }, 'if-empty'],
    ] as const) {
      expect(faultOf(() => requireDeletable(queue, conditions))).to.equal(
        `not-implemented: cannot delete queue 'q' in vhost '/'. queue.delete operations with ` +
          `${flag} flag set are not supported by quorum queues`,
      );
    }
  });
});

describe('a name from the broker', () => {
  it('is given to classic queues', () => {
    requireServerNameAllowed(NO_FIELDS);
    requireServerNameAllowed(fields({ 'x-queue-type': 'classic' }));
  });

  for (const type of ['quorum', 'stream']) {
    it(`is refused to a ${type} queue`, () => {
      const args = fields({ 'x-queue-type': type });
      expect(faultOf(() => requireServerNameAllowed(args))).to.equal(
        `precondition-failed: Cannot declare a server-named queue for type rabbit_${type}_queue`,
      );
    });
  }
});
