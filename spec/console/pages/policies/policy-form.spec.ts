import { expect } from 'chai';
import {
  emptyForm,
  formOf,
  missingIn,
  pathOfPolicy,
  type PolicyForm,
  readingOf,
  requestOf,
  type TypedSetting,
} from '../../../../src/console/pages/policies/policy-form.js';
import { kindOf } from '../../../../src/console/pages/policies/setting-kinds.js';

describe('The form for a policy', () => {
  const policy = {
    vhost: '/',
    name: 'p',
    pattern: '^x',
    'apply-to': 'all',
    priority: -1.5,
    definition: { 'max-length': 5, overflow: 'drop-head', 'ha-params': ['a'], lemons: 'x' },
  } as const;
  const formWith = (...settings: TypedSetting[]): PolicyForm => {
    return { ...emptyForm('/'), name: 'p', settings };
  };

  it('says what the policy says, and gives it back', () => {
    const form = formOf(policy, 'user');
    expect(form.settings).to.deep.equal([
      { key: 'max-length', text: '5' },
      { key: 'overflow', text: 'drop-head' },
      { key: 'ha-params', text: '["a"]' },
      { key: 'lemons', text: '"x"' },
    ]);
    const { pattern, 'apply-to': applyTo, priority, definition } = policy;
    expect(requestOf(form)).to.deep.equal({ pattern, 'apply-to': applyTo, priority, definition });
  });

  it('says which value is none', () => {
    const asked = (key: string, text: string) => () => requestOf(formWith({ key, text }));
    expect(asked('max-length', 'ten')).to.throw('max-length is a number, not “ten”.');
    expect(asked('message-ttl', ' ')).to.throw('message-ttl');
    expect(asked('ha-params', '[')).to.throw('ha-params is no JSON');
    expect(() => requestOf({ ...emptyForm('/'), priority: 'x' })).to.throw('The priority');
    expect(requestOf(formWith({ key: 'dead-letter-exchange', text: '' })).definition).to.deep.equal(
      { 'dead-letter-exchange': '' },
    );
  });

  it('says what is missing', () => {
    expect(missingIn(emptyForm('/'))).to.equal('a name and a setting');
    expect(missingIn({ ...formWith(), name: 'p' })).to.equal('a setting');
    expect(missingIn(formWith({ key: 'expires', text: '' }))).to.equal(undefined);
  });

  it('goes to the resource of its kind', () => {
    expect(pathOfPolicy('user', { vhost: '/', name: 'a b' })).to.equal('/policies/%2F/a%20b');
    expect(pathOfPolicy('operator', policy)).to.equal('/operator-policies/%2F/p');
  });

  it('reads numbers in their unit', () => {
    const read = (key: string, text: string) => readingOf(kindOf(key), text);
    expect(read('message-ttl', '5400000')).to.equal('= 1 h 30 min');
    expect(read('max-length-bytes', '1536')).to.equal('= 1.50 KiB');
    expect(read('max-length', '1000000')).to.equal('= 1,000,000');
    expect(read('max-length', '999')).to.equal(undefined);
    expect(read('message-ttl', '')).to.equal(undefined);
    expect(read('overflow', '5000')).to.equal(undefined);
  });
});
