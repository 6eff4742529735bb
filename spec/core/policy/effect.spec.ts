import { expect } from 'chai';
import type { JsonValue } from '../../../src/core/json.js';
import { type Effect, effectOf } from '../../../src/core/policy/effect.js';
import type { PolicedKind } from '../../../src/core/policy/ranking.js';
import { fields } from '../../support/core-builders.js';

describe('The effect of a setting that changes', () => {
  const effect = (
    kind: PolicedKind,
    values: Parameters<typeof fields>[0],
    [key, before, after]: readonly [string, JsonValue, JsonValue],
  ): Effect => effectOf(kind, fields(values), { key, before, after });

  it('is there where no argument says anything', () => {
    expect(effect('classic', {}, ['max-length', null, 5])).to.equal('changes');
    expect(effect('classic', {}, ['max-length', 5, null])).to.equal('changes');
    expect(effect('exchange', {}, ['alternate-exchange', null, 'x'])).to.equal('changes');
  });

  it('is none on what the setting says nothing about', () => {
    expect(effect('exchange', {}, ['max-length', null, 5])).to.equal('none');
    expect(effect('quorum', {}, ['alternate-exchange', null, 'x'])).to.equal('none');
    expect(effect('classic', {}, ['ha-mode', 'all', 'exactly'])).to.equal('none');
  });

  it('is decided by an argument as it is on the queue itself', () => {
    const limited = { 'x-max-length': 10 };
    expect(effect('classic', limited, ['max-length', null, 20])).to.equal('argument');
    expect(effect('classic', limited, ['max-length', 30, 20])).to.equal('argument');
    expect(effect('classic', limited, ['max-length', null, 5])).to.equal('changes');
    const overflow = { 'x-overflow': 'reject-publish' };
    expect(effect('classic', overflow, ['overflow', null, 'drop-head'])).to.equal('argument');
    expect(effect('quorum', overflow, ['overflow', null, 'drop-head'])).to.equal('changes');
    const alternate = { 'alternate-exchange': 'own' };
    expect(effect('exchange', alternate, ['alternate-exchange', null, 'x'])).to.equal('argument');
  });
});
