/**
 * A broker that is killed with `kill -9` at random moments, over and over on the same data folder,
 * beside a book of what its clients were promised (kill/ledger.ts). Rounds: 200 with LONG,
 * otherwise 5.
 */
import { expect } from 'chai';
import { seedOfRun } from '../support/seed.js';
import { KillTest, type Round } from './kill/kill-test.js';

const IS_LONG = process.env['LONG'] !== undefined;
const ROUND_MS_MAX = 5_000;

const load: Round = { publishes: true, consumes: true, returnPercent: 0, eventCountMax: 4_000 };
const fill: Round = { ...load, consumes: false, eventCountMax: 2_000 };
const drain: Round = { ...load, publishes: false };
const redelivery: Round = { ...load, returnPercent: 50 };

interface Variant {
  readonly name: string;
  readonly rounds: readonly Round[];
}

const times = (count: number, ...rounds: Round[]): Round[] =>
  Array.from({ length: count }, () => rounds).flat();

const variants: readonly Variant[] = [
  { name: 'under confirmed durable load', rounds: times(IS_LONG ? 200 : 5, load) },
  { name: 'while a backlog is drained', rounds: times(IS_LONG ? 10 : 1, fill, drain) },
  {
    name: 'while messages are given back and delivered again',
    rounds: times(IS_LONG ? 20 : 2, redelivery),
  },
];

describe('A broker that is killed', function () {
  for (const { name, rounds } of variants) {
    it(`${name} keeps its promises, in order, and no more`, async function () {
      this.timeout(60_000 + rounds.length * ROUND_MS_MAX);
      const test = await KillTest.prepare(seedOfRun());
      const { ledger } = test;
      try {
        for (const round of rounds) {
          await test.round(round);
          expect(ledger.firstProblems).to.deep.equal([]);
        }
        await test.finish();
        expect(ledger.firstProblems).to.deep.equal([]);
        expect(ledger.counts.confirmed).to.be.greaterThan(0);
        console.log(`      ${JSON.stringify({ rounds: rounds.length, ...ledger.counts })}`);
      } finally {
        await test.dispose();
      }
    });
  }
});
