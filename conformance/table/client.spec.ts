import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readClients } from './client.js';
import { clientOf } from './example.js';
import { scenarios } from './scenarios.js';

const CONFORMANCE = fileURLToPath(new URL('../../../conformance/', import.meta.url));

describe('client.json', () => {
  it('of a library asks for all scenarios', () => {
    const client = clientOf();
    expect(client.scenarios).to.deep.equal(Object.keys(scenarios));
    expect(client).to.include({ isFramework: false, probe: undefined, build: undefined });
  });

  it('of a framework names its own', () => {
    const client = clientOf({ scenarios: ['retry', 'eta'] });
    expect(client).to.deep.include({ isFramework: true, scenarios: ['retry', 'eta'] });
  });

  const mistakes: readonly [string, Readonly<Record<string, unknown>>][] = [
    ['name must be a text', { name: '' }],
    ['run must be a list of texts', { run: [] }],
    ['probe must be a list of texts', { probe: 'import pika' }],
    ['lacks must be an object of texts', { lacks: { hello: '' } }],
    ['lacks a scenario that there is not: helo', { lacks: { helo: 'no way' } }],
    ['lacks everything', { scenarios: ['eta'], lacks: { eta: 'no way' } }],
    ['has a field that means nothing: lack', { lack: {} }],
  ];
  for (const [problem, fields] of mistakes) {
    it(`is refused when it ${problem}`, () => {
      expect(() => clientOf(fields)).to.throw(`/clients/pika/client.json ${problem}`);
    });
  }

  it('can be read in every folder of clients/', () => {
    expect(readClients(`${CONFORMANCE}clients`)).to.not.deep.equal([]);
  });
});

describe('conformance/README.md', () => {
  it('names the scenarios that the runner asks for, in that order, and what must hold', () => {
    const text = readFileSync(`${CONFORMANCE}README.md`, 'utf8').replace(/\s+/g, ' ');
    let from = 0;
    for (const [name, what] of Object.entries(scenarios)) {
      const at = text.indexOf(`- **${name}**: ${what}`, from);
      expect(at, name).to.be.greaterThanOrEqual(from);
      from = at;
    }
  });
});
