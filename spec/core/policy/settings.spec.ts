import { expect } from 'chai';
import type { JsonValue } from '../../../src/core/json.js';
import { SETTINGS, UNSUPPORTED } from '../../../src/core/policy/settings.js';

/** By setting: what it may be, and what it may not. */
const VALUES: Readonly<Record<string, readonly [readonly JsonValue[], readonly JsonValue[]]>> = {
  'alternate-exchange': [['x', ''], [1]],
  'consumer-timeout': [
    [0, 5],
    [-1, '5'],
  ],
  'consumer-disconnected-timeout': [[0], [-1]],
  'dead-letter-exchange': [['x'], [null]],
  'dead-letter-routing-key': [['k'], [true]],
  'dead-letter-strategy': [['at-most-once', 'at-least-once'], ['at-all']],
  'message-ttl': [
    [0, 315_360_000_000],
    [-1, 1.5, 315_360_000_001, 2 ** 60],
  ],
  expires: [[1], [0]],
  'max-length': [[0], [-1]],
  'max-length-bytes': [[0], [-1]],
  'max-in-memory-length': [[0], [-1]],
  'max-in-memory-bytes': [[0], [-1]],
  overflow: [
    ['drop-head', 'reject-publish', 'reject-publish-dlx'],
    ['drop', 1],
  ],
  'delivery-limit': [
    [-1, 0, 5],
    [0.5, '5'],
  ],
  'delayed-retry-type': [['all', 'failed', 'returned', 'disabled'], ['none']],
  'delayed-retry-min': [[1], [0]],
  'delayed-retry-max': [[1], [0]],
  'queue-mode': [['lazy', 'default'], ['eager']],
  'queue-version': [[1, 2], [3]],
  'queue-master-locator': [['min-masters'], [1]],
  'queue-leader-locator': [['client-local', 'balanced'], ['here']],
  'target-group-size': [[3], [0]],
  'member-placement-tag': [['east'], ['']],
  'initial-cluster-size': [[3], [-1]],
  'max-age': [
    ['7D', '1Y'],
    ['7', '7X', 7],
  ],
  'stream-max-segment-size-bytes': [[500_000], [3_000_000_001]],
  'stream-filter-size-bytes': [
    [16, 255],
    [15, 256],
  ],
  'ha-mode': [['all', 'exactly', 'nodes'], ['some']],
  'ha-params': [
    [2, ['a@b']],
    [0, [['a']], 'all'],
  ],
  'ha-sync-mode': [['automatic', 'manual'], ['never']],
  'ha-sync-batch-size': [[1], [0]],
  'ha-promote-on-shutdown': [['always', 'when-synced'], ['never']],
  'ha-promote-on-failure': [['always', 'when-synced'], ['never']],
};

describe('The settings of policies', () => {
  it('are these', () => {
    expect([...SETTINGS.keys()]).to.have.members(Object.keys(VALUES));
    for (const keys of Object.values(UNSUPPORTED)) {
      for (const key of keys) expect(SETTINGS.has(key), key).to.equal(true);
    }
  });

  for (const [key, [valid, invalid]] of Object.entries(VALUES)) {
    it(`tell right from wrong for ${key}`, () => {
      const isValid = SETTINGS.get(key)?.isValid ?? (() => undefined);
      expect(valid.map(isValid)).to.deep.equal(valid.map(() => true));
      expect(invalid.map(isValid)).to.deep.equal(invalid.map(() => false));
    });
  }
});
