import { expect } from 'chai';
import { parseDeduplication } from '../../src/core/deduplication-arguments.js';
import { NO_FIELDS } from '../../src/core/field.js';
import { fields } from '../support/core-builders.js';
import { faultOf } from '../support/spec-vhost.js';

const TYPE = 'x-message-deduplication';
const ON = { 'x-message-deduplication': true };

describe('The arguments of deduplication', () => {
  it('ask for nothing where they are not given, or false', () => {
    expect(parseDeduplication(NO_FIELDS, 'topic')).to.equal(undefined);
    expect(parseDeduplication(fields({ 'x-message-deduplication': false }))).to.equal(undefined);
    expect(parseDeduplication(fields({ 'x-cache-size': 5 }))).to.equal(undefined);
  });

  it('have LavinMQ’s defaults, and keys are kept', () => {
    expect(parseDeduplication(fields(ON))).to.eql({
      sizeMax: 128,
      ttlMs: Infinity,
      header: 'x-deduplication-header',
      isPersistent: true,
    });
  });

  it('say how many keys, how long, by which header, and where', () => {
    const args = fields({
      'x-cache-size': '100',
      'x-cache-ttl': 5,
      'x-deduplication-header': 'order',
      'x-cache-persistence': 'memory',
    });
    expect(parseDeduplication(args, TYPE)).to.eql({
      sizeMax: 100,
      ttlMs: 5,
      header: 'order',
      isPersistent: false,
    });
  });

  const size = "Missing or invalid argument, 'x-cache-size' must be an integer greater than 0";
  const ttl = "Invalid argument, 'x-cache-ttl' must be an integer greater than 0";
  const place = "Invalid argument, 'x-cache-persistence' must be either 'disk' or 'memory'";
  const refused: readonly [string, Parameters<typeof fields>[0], string][] = [
    ['the type without a size', {}, size],
    ['a size of 0', { 'x-cache-size': 0 }, size],
    ['a negative size', { 'x-cache-size': -1 }, size],
    ['a size in words', { 'x-cache-size': 'many' }, size],
    ['a size that is true', { 'x-cache-size': true }, size],
    ['a time of 0', { 'x-cache-size': 1, 'x-cache-ttl': 0 }, ttl],
    ['a time in words', { 'x-cache-size': 1, 'x-cache-ttl': 'soon' }, ttl],
    ['another place', { 'x-cache-size': 1, 'x-cache-persistence': 'tape' }, place],
    [
      'a header without a name',
      { 'x-cache-size': 1, 'x-deduplication-header': '' },
      "Invalid argument, 'x-deduplication-header' must be the name of a header",
    ],
  ];
  for (const [what, args, text] of refused) {
    it(`are refused with the plugin's text for ${what}`, () => {
      expect(faultOf(() => parseDeduplication(fields(args), TYPE))).to.equal(
        `precondition-failed: ${text}`,
      );
    });
  }

  it('are refused where the switch is no boolean', () => {
    expect(faultOf(() => parseDeduplication(fields({ 'x-message-deduplication': 1 })))).to.equal(
      "precondition-failed: Invalid argument, 'x-message-deduplication' must be a boolean",
    );
  });

  it('remember a key for ten years at most, whatever is asked for', () => {
    for (const ttlMs of ['10000000000000000000', 315_360_000_001]) {
      const args = fields({ 'x-cache-size': 1, 'x-cache-ttl': ttlMs });
      expect(parseDeduplication(args, TYPE)?.ttlMs).to.equal(315_360_000_000);
    }
  });
});
