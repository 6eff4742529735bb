/**
 * Mocha's root hooks: start the broker before the first scenario, stop it after the last, and skip
 * by name what known-differences.ts lists for the broker that answered.
 */
import amqplib from 'amqplib';
import { knownDifferences } from '../known-differences.js';
import { broker } from './broker.js';
import { dismissJanitor } from './janitor.js';

let skipped: Readonly<Record<string, string>> = {};

export const mochaHooks: Mocha.RootHookObject = {
  async beforeAll(this: Mocha.Context) {
    this.timeout(20_000);
    await broker.start();
    skipped = knownDifferences[await productOf(broker.url)] ?? {};
    refuseUnknownNames(this.test?.parent);
  },

  beforeEach(this: Mocha.Context) {
    if (this.currentTest !== undefined && this.currentTest.fullTitle() in skipped) this.skip();
  },

  async afterAll(this: Mocha.Context) {
    this.timeout(20_000);
    await dismissJanitor();
    await broker.stop();
  },
};

async function productOf(url: string): Promise<string> {
  const connection = await amqplib.connect(url);
  const { product } = connection.connection.serverProperties;
  await connection.close();
  return product;
}

/** A difference listed under a name that no scenario has would be forgotten silently. */
function refuseUnknownNames(root: Mocha.Suite | undefined): void {
  const names = new Set<string>();
  root?.eachTest((test) => {
    names.add(test.fullTitle());
  });
  for (const differences of Object.values(knownDifferences)) {
    for (const name of Object.keys(differences)) {
      if (!names.has(name)) throw new Error(`known-differences.ts: no scenario '${name}'`);
    }
  }
}
