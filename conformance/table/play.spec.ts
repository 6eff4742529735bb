import { expect } from 'chai';
import { clientOf } from './example.js';
import { play } from './play.js';

const none = { url: 'amqp://nowhere', managementUrl: 'http://nowhere', differences: {} };

/** A client whose program tells what it was given. */
function shellClient(fields: Readonly<Record<string, unknown>>): ReturnType<typeof clientOf> {
  return { ...clientOf({ scenarios: ['a', 'b', 'c'], ...fields }), folder: '/' };
}

const tellAll = ['sh', '-c', 'for name; do echo "ok $name"; done', 'sh'];

describe("A client's row of the table", () => {
  it('has an outcome for each scenario', async () => {
    const outcomes = await play(shellClient({ run: tellAll }), none);
    expect([...outcomes.keys()]).to.deep.equal(['a', 'b', 'c']);
    expect([...outcomes.values()].every(({ kind }) => kind === 'passed')).to.equal(true);
  });

  it('does not ask for what the client lacks', async () => {
    const client = shellClient({ run: tellAll, lacks: { b: 'no way' } });
    expect(Object.fromEntries(await play(client, none))).to.deep.equal({
      a: { kind: 'passed' },
      b: { kind: 'lacking', reason: 'no way' },
      c: { kind: 'passed' },
    });
  });

  it('lets fail what the broker is known to do otherwise, and nothing that passes', async () => {
    const run = ['sh', '-c', 'echo ok a; echo ok b; echo "not ok c why"', 'sh'];
    const differences = { b: 'once', c: 'on purpose' };
    const outcomes = await play(shellClient({ run }), { ...none, differences });
    expect(Object.fromEntries(outcomes)).to.deep.equal({
      a: { kind: 'passed' },
      b: { kind: 'failed', reason: 'passes: take it out of client-differences.ts (once)' },
      c: { kind: 'different', reason: 'on purpose' },
    });
  });

  it('gives the program the broker and a prefix of its own', async () => {
    const script = 'echo "not ok a $AMQP_URL $MANAGEMENT_URL $CONFORMANCE_PREFIX"';
    const client = shellClient({ run: ['sh', '-c', script], scenarios: ['a'] });
    const reason = `amqp://nowhere http://nowhere conformance.${process.pid}.pika.`;
    expect((await play(client, none)).get('a')).to.deep.equal({ kind: 'failed', reason });
  });

  it('runs what was built in a scratch folder', async () => {
    const build = [
      'sh',
      '-c',
      'printf \'#!/bin/sh\\necho ok a\\n\' > "$0"; chmod +x "$0"',
      '$OUT/x',
    ];
    const client = shellClient({ build, run: ['$OUT/x'], scenarios: ['a'] });
    expect((await play(client, none)).get('a')).to.deep.equal({ kind: 'passed' });
  });

  it('is one failure when the build fails', async () => {
    const build = ['sh', '-c', 'echo no compiler >&2; exit 1'];
    const outcomes = await play(shellClient({ build, run: tellAll }), none);
    expect(Object.fromEntries(outcomes)).to.deep.equal({
      '(program)': { kind: 'failed', reason: 'the build failed, exit code 1: no compiler' },
    });
  });
});
