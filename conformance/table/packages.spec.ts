import { expect } from 'chai';
import { clientOf } from './example.js';
import { presenceOf } from './packages.js';

function presence(fields: Readonly<Record<string, unknown>>): ReturnType<typeof presenceOf> {
  return presenceOf({ ...clientOf(fields), folder: '/' });
}

describe('A client', () => {
  it('is ready without a probe, and when its probe ends well', async () => {
    expect(await presence({})).to.deep.equal({ isReady: true });
    expect(await presence({ probe: ['true'] })).to.deep.equal({ isReady: true });
  });

  it('is not installed when its probe fails and a package is missing', async () => {
    const client = { probe: ['false'], packages: ['leveret-no-such-package'] };
    expect(await presence(client)).to.deep.equal({
      isReady: false,
      isInstalled: false,
      reason: 'not installed (exit code 1)',
    });
  });
});
