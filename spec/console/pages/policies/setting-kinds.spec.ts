import { expect } from 'chai';
import { kindOf, SETTING_KINDS } from '../../../../src/console/pages/policies/setting-kinds.js';
import { SETTINGS } from '../../../../src/core/policy/settings.js';

describe('What the form for policies offers', () => {
  it('is what the broker takes, each once', () => {
    const keys = SETTING_KINDS.map(({ key }) => key);
    expect([...keys].sort()).to.deep.equal([...SETTINGS.keys()].sort());
  });

  for (const { key, type, choices, isForOperators = false } of SETTING_KINDS) {
    it(`has values of the right type: ${key}`, () => {
      const setting = SETTINGS.get(key);
      expect(setting?.merge !== undefined, 'for operators').to.equal(isForOperators);
      expect(type === 'choice').to.equal(choices !== undefined);
      for (const choice of choices ?? []) expect(setting?.isValid(choice), choice).to.equal(true);
      expect(setting?.isValid('something else')).to.equal(type === 'text' && key !== 'max-age');
      const isNumber = ['count', 'bytes', 'ms'].includes(type);
      const values = [1, 2, 16, 100];
      expect(values.some((value) => setting?.isValid(value))).to.equal(isNumber || type === 'json');
    });
  }

  it('takes a key that it does not know as JSON', () => {
    expect(kindOf('max-length').type).to.equal('count');
    expect(kindOf('lemons')).to.include({ key: 'lemons', type: 'json' });
  });
});
