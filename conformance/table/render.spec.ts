import { expect } from 'chai';
import { clientOf, played, skipped } from './example.js';
import { render } from './render.js';
import { judge, type Result } from './verdict.js';

function linesOf(...results: readonly Result[]): readonly string[] {
  return render(results, judge(results)).split('\n');
}

const other = clientOf({ name: 'bunny', language: 'Ruby', packages: ['ruby-bunny'] });

describe('The table', () => {
  it('has scenarios down and clients across', () => {
    const lines = linesOf(
      played(clientOf(), { hello: 'passed', get: ['failed', 'it was empty'] }),
      played(other, { hello: ['lacking', 'no way'], get: ['different', 'on purpose'] }),
    );
    expect(lines[0]).to.match(/^ +pika {2}bunny$/);
    expect(lines).to.include('hello              ok    -');
    expect(lines).to.include('get                FAIL  ~');
  });

  it('gives the reason for all that is not ok', () => {
    const lines = linesOf(
      played(clientOf(), { hello: 'passed', get: ['failed', 'it was empty'] }),
      played(other, { hello: ['lacking', 'no way'], get: ['lacking', 'no way'], ttl: 'passed' }),
    );
    expect(lines).to.include('   pika: get: it was empty');
    expect(lines).to.include('   bunny: hello, get: no way');
  });

  it('names the clients that were skipped, and the packages that would help', () => {
    const lines = linesOf(played(clientOf(), { hello: 'passed' }), skipped(other));
    expect(lines).to.include('   bunny (Ruby): not installed');
    expect(lines).to.include('   these packages would help: ruby-bunny');
  });

  it('lists the scenarios of a framework below its name', () => {
    const celery = clientOf({ name: 'celery', scenarios: ['retry', 'eta'] });
    const lines = linesOf(played(celery, { retry: 'passed', eta: ['failed', 'too late'] }));
    expect(lines.slice(0, 3)).to.deep.equal(['celery (Python)', '  retry  ok', '  eta    FAIL']);
  });

  it('ends with the sums that .ci/run reads', () => {
    const lines = linesOf(
      played(clientOf(), { hello: 'passed', get: ['failed', 'x'] }),
      skipped(other),
    );
    expect(lines.slice(-3)).to.deep.equal(['  1 passing (1 of 2 clients)', '  1 failing', '']);
  });

  it('breaks into blocks that a terminal takes', () => {
    const clients = 'abcdefghijk'.split('').map((letter) => clientOf({ name: letter.repeat(14) }));
    const lines = linesOf(...clients.map((client) => played(client, { hello: 'passed' })));
    for (const line of lines) expect(line.length).to.be.most(100);
    expect(lines.filter((line) => line.startsWith('hello '))).to.have.length(3);
  });
});
