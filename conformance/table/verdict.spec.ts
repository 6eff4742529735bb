import { expect } from 'chai';
import { clientOf, played, skipped } from './example.js';
import { judge } from './verdict.js';

describe('The verdict on the table', () => {
  const client = clientOf();

  it('counts what passed and what failed', () => {
    const results = [played(client, { hello: 'passed', get: ['failed', 'x'], topic: 'passed' })];
    expect(judge(results)).to.deep.equal({ passed: 2, failed: 1, problems: [] });
  });

  it('is good when some client is not installed', () => {
    const results = [played(client, { hello: 'passed' }), skipped(client)];
    expect(judge(results)).to.deep.equal({ passed: 1, failed: 0, problems: [] });
  });

  it('is bad when a client is not installed and nobody reads the list', () => {
    const results = [played(client, { hello: 'passed' }), skipped(client)];
    expect(judge(results, { mustPlayAll: true })).to.deep.equal({
      passed: 1,
      failed: 1,
      problems: ['pika did not run: not installed'],
    });
  });

  it('is bad when a client is installed and did not run', () => {
    const results = [played(client, { hello: 'passed' }), skipped(client, true)];
    expect(judge(results).problems).to.deep.equal([
      'pika is installed and did not run: not installed',
    ]);
  });

  it('is bad when all clients were skipped, or there are none', () => {
    for (const results of [[skipped(client)], []]) {
      const { failed, problems } = judge(results);
      expect(problems).to.deep.equal(['no client passed any scenario']);
      expect(failed).to.equal(1);
    }
  });

  it('is bad when a client plays nothing because it lacks all', () => {
    const other = played(client, { hello: 'passed' });
    const idle = played(client, { hello: ['lacking', 'x'], get: ['lacking', 'y'] });
    expect(judge([other, idle]).problems).to.deep.equal(['pika played nothing']);
    expect(judge([other, played(client, {})]).problems).to.deep.equal(['pika played nothing']);
  });

  it('is good when a client plays what the broker is known to differ in, and nothing else', () => {
    const other = played(client, { hello: 'passed' });
    const differing = played(client, { hello: ['different', 'x'] });
    expect(judge([other, differing]).problems).to.deep.equal([]);
  });
});
