import { expect } from 'chai';
import { vhostDefinition } from '../../src/core/vhost-definition.js';
import { faultOf } from '../support/spec-vhost.js';

describe('The definition of a vhost', () => {
  it('has no limits and nothing to say where nothing is asked', () => {
    expect(vhostDefinition({ name: 'v' })).to.eql({
      kind: 'vhost',
      name: 'v',
      description: '',
      tags: [],
      defaultQueueType: '',
      compatibility: '',
      connectionCountMax: -1,
      queueCountMax: -1,
    });
  });

  it('keeps what a second request leaves out', () => {
    const first = vhostDefinition({ name: 'v', tags: ['a'], description: 'd', queueCountMax: 7 });
    const second = vhostDefinition({ name: 'v', tags: ['b'], defaultQueueType: 'quorum' }, first);
    expect(second).to.include({ description: 'd', queueCountMax: 7, defaultQueueType: 'quorum' });
    expect(second.tags).to.eql(['b']);
  });

  it('takes any name that connection.open can give', () => {
    for (const name of ['/', 'a b', 'ünï/ö', 'a\nb', 'x'.repeat(255), '🐇'.repeat(63)]) {
      expect(vhostDefinition({ name }).name).to.equal(name);
    }
  });

  const unfit: readonly [string, Parameters<typeof vhostDefinition>[0], string][] = [
    ['no name', { name: '' }, 'the name of a vhost has 1 to 255 bytes, not 0'],
    [
      'a name of more than 255 bytes',
      { name: '🐇'.repeat(64) },
      'the name of a vhost has 1 to 255 bytes, not 256',
    ],
    [
      'a queue type that does not exist',
      { name: 'v', defaultQueueType: 'nope' },
      "invalid vhost 'v': unsupported default queue type 'nope'",
    ],
    [
      'a limit that is no integer',
      { name: 'v', queueCountMax: 0.5 },
      "invalid vhost 'v': a limit is an integer, not 0.5",
    ],
    [
      'a limit that is no number',
      { name: 'v', connectionCountMax: NaN },
      "invalid vhost 'v': a limit is an integer, not NaN",
    ],
    [
      'more words than anybody reads',
      { name: 'v', description: 'x'.repeat(65_537) },
      "invalid vhost 'v': description and tags have at most 65536 bytes",
    ],
  ];

  for (const [what, request, text] of unfit) {
    it(`refuses ${what}`, () => {
      expect(faultOf(() => vhostDefinition(request))).to.equal(`precondition-failed: ${text}`);
    });
  }

  it('refuses a compatibility that does not exist', () => {
    const request: object = { name: 'v', compatibility: '5.x' };
    expect(faultOf(() => vhostDefinition(request as { name: string }))).to.equal(
      "precondition-failed: invalid vhost 'v': unknown compatibility '5.x'",
    );
  });
});
