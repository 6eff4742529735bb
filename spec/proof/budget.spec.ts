/**
 * The memory that a message may cost: what is allocated has to be collected, and collecting stops
 * everybody.
 */
import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { Program } from '../support/program.js';
import { SCENARIOS } from './budget/scenarios.js';

const SCRIPT = fileURLToPath(new URL('./budget/measure.js', import.meta.url));
/** Room for everything that a measurement allocates. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=512', '--max-semi-space-size=512'];

interface Measured {
  readonly bytes: number;
  readonly gcCount: number;
}

describe('The way of a message of 64 bytes', function () {
  this.timeout(20_000);
  for (const { name, bytesMax } of SCENARIOS) {
    it(`allocates at most ${bytesMax} bytes: ${name}`, async () => {
      const program = new Program([...FLAGS, SCRIPT, name]);
      const [line] = await program.line(/^\{.*/);
      expect(await program.exit()).to.equal(0);
      const { bytes, gcCount } = JSON.parse(line) as Measured;
      console.log(`      ${bytes.toFixed(0)} bytes`);
      expect(gcCount, 'collections that would hide something').to.equal(0);
      expect(bytes).to.be.greaterThan(0);
      expect(bytes).to.be.at.most(bytesMax);
    });
  }
});
