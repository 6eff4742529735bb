import { expect } from 'chai';
import { CompatibilityWatch } from '../../src/core/compatibility-watch.js';

describe('The compatibility switch of a vhost', () => {
  const a = { name: 'a' };
  const b = { name: 'b' };

  function watch() {
    const told: string[] = [];
    const asked = new CompatibilityWatch('v', (vhost, kind, { name }) => {
      told.push(`${vhost} ${kind} ${name}`);
    });
    return { asked, told };
  }

  it('refuses nothing and tells nothing at 3.x', () => {
    const { asked, told } = watch();
    expect(asked.refuses('3.x', 'global-qos', a)).to.equal(false);
    expect(told).to.eql([]);
  });

  it('refuses without a word at 4.x: the client is told', () => {
    const { asked, told } = watch();
    expect(asked.refuses('4.x', 'global-qos', a)).to.equal(true);
    expect(told).to.eql([]);
  });

  it('accepts and tells at warn, once of each kind and connection', () => {
    const { asked, told } = watch();
    for (let round = 0; round < 3; round++) {
      for (const owner of [a, b]) {
        expect(asked.refuses('warn', 'global-qos', owner)).to.equal(false);
        expect(asked.refuses('warn', 'queue-mode', owner)).to.equal(false);
      }
    }
    expect(told).to.eql(['v global-qos a', 'v queue-mode a', 'v global-qos b', 'v queue-mode b']);
  });
});
