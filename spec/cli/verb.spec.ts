import { expect } from 'chai';
import { Api } from '../../src/cli/api.js';
import { Failure } from '../../src/cli/failure.js';
import { Invocation } from '../../src/cli/verb.js';

function invoke(
  args: readonly string[],
  options: Record<string, string | boolean> = {},
  input = '',
) {
  const surroundings = {
    readInput: () => input,
    readFile: () => '',
    writeFile: () => {},
    writeOutput: () => {},
  };
  const api = new Api({ url: new URL('http://localhost'), timeoutMs: 1 });
  return new Invocation(api, surroundings, args, options);
}

describe('An invocation of a verb', () => {
  it('is about the vhost "/" unless it says otherwise', () => {
    expect(invoke([]).vhost).to.equal('/');
    expect(invoke([], { vhost: 'orders' }).vhost).to.equal('orders');
  });

  it('has switches and options with values', () => {
    const invocation = invoke([], { global: true, limit: '3' });
    expect([invocation.isSet('global'), invocation.isSet('force')]).to.deep.equal([true, false]);
    expect([invocation.option('limit'), invocation.option('global')]).to.deep.equal([
      '3',
      undefined,
    ]);
  });

  it('has arguments that are JSON, or says that they are not', () => {
    expect(invoke(['{"a": 1}']).json(0)).to.deep.equal({ a: 1 });
    expect(() => invoke(['{a: 1}']).json(0)).to.throw(Failure, '{a: 1} is not JSON');
  });

  it('takes a password from its arguments, or else from standard input', () => {
    expect(invoke(['ann', 'secret'], {}, 'other').secret(1)).to.equal('secret');
    expect(invoke(['ann'], {}, 'secret\n').secret(1)).to.equal('secret');
    expect(() => invoke(['ann']).secret(1)).to.throw(Failure, 'Password is not provided');
  });
});
