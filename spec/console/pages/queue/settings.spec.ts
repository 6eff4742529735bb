import { expect } from 'chai';
import { settingsOf } from '../../../../src/console/pages/queue/settings.js';

const NOTHING = {
  arguments: {},
  policy: null,
  operator_policy: null,
  effective_policy_definition: {},
};

describe('The settings of a queue', () => {
  it('are none where nobody said anything', () => {
    expect(settingsOf(NOTHING)).to.deep.equal([]);
  });

  it('say who said so: arguments first, then policies', () => {
    const queue = {
      arguments: { 'x-max-length': 10, 'x-dead-letter-exchange': 'dead' },
      policy: 'limits',
      operator_policy: 'floor',
      effective_policy_definition: { 'max-length': 5 },
    };
    expect(settingsOf(queue)).to.deep.equal([
      { name: 'x-dead-letter-exchange', value: 'dead', from: 'argument' },
      { name: 'x-max-length', value: '10', from: 'argument' },
      { name: 'max-length', value: '5', from: 'policy limits and operator policy floor' },
    ]);
  });
});
