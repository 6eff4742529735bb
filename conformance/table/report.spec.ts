import { expect } from 'chai';
import { endedWith } from './example.js';
import { PROGRAM, readReport } from './report.js';

describe("The report of a client's program", () => {
  it('gives each scenario the outcome of its line', () => {
    const ended = endedWith(['ok hello', 'not ok get expected 1, got 2']);
    expect([...readReport(['hello', 'get'], ended)]).to.deep.equal([
      ['hello', { kind: 'passed' }],
      ['get', { kind: 'failed', reason: 'expected 1, got 2' }],
    ]);
  });

  it('fails a scenario without a line, and says how the program ended', () => {
    const ended = endedWith(['ok hello'], 'killed after 60 s', 'Traceback\n  Error: gone\n');
    expect(readReport(['hello', 'get'], ended).get('get')).to.deep.equal({
      kind: 'failed',
      reason: 'no line; killed after 60 s: Error: gone',
    });
  });

  it('fails all scenarios of a program that says nothing', () => {
    const outcomes = readReport(['hello', 'get'], endedWith([]));
    expect([...outcomes.values()].map(({ kind }) => kind)).to.deep.equal(['failed', 'failed']);
  });

  it('fails a scenario that nobody asked for, and one that is told twice', () => {
    const ended = endedWith(['ok hello', 'ok hello', 'ok topic']);
    const outcomes = readReport(['hello'], ended);
    expect(outcomes.get('hello')).to.deep.equal({ kind: 'failed', reason: 'told twice' });
    expect(outcomes.get('topic')).to.deep.equal({ kind: 'failed', reason: 'nobody asked for it' });
  });

  it('fails a program that ends badly after all its lines', () => {
    const outcomes = readReport(['hello'], endedWith(['ok hello'], 'exit code 3'));
    expect(outcomes.get(PROGRAM)).to.deep.equal({ kind: 'failed', reason: 'exit code 3' });
  });

  it('passes over what is no report', () => {
    const ended = endedWith(['okay hello', ' ok hello', 'ok', 'warning: slow', 'not ok']);
    expect(readReport(['hello'], ended).get('hello')?.kind).to.equal('failed');
  });

  it('takes a failure without a reason for one', () => {
    expect(readReport(['hello'], endedWith(['not ok hello'])).get('hello')).to.deep.equal({
      kind: 'failed',
      reason: 'no reason given',
    });
  });
});
