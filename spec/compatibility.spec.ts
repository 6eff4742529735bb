/**
 * The page on compatibility is what its rows make of it, each row is proved by specs and scenarios
 * that exist, and none has got lost.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readNames, type Names } from '../conformance/compatibility/names.js';
import { PAGE, renderPage } from '../conformance/compatibility/page.js';
import type { Row, Section } from '../conformance/compatibility/row.js';
import { SECTIONS } from '../conformance/compatibility/sections.js';

/** A row of the page for each behaviour that RabbitMQ adds, or has in its own way. */
const ROW_COUNTS: Readonly<Record<string, number>> = {
  'Transport, frames, handshake': 19,
  'Listeners and their limits': 4,
  Channels: 6,
  Exchanges: 24,
  'Queues: declare, bind, delete': 13,
  'Publishing, confirms, transactions': 14,
  'Consuming and acknowledging': 15,
  'Headers that the broker writes': 17,
  'Direct reply-to': 6,
  'Permissions for each operation': 5,
  'Types of queues': 6,
  'Arguments of queues': 21,
  'Priorities, order, prefetch': 5,
  'Dead lettering, retry, delay': 8,
  'Consumer timeout': 2,
  'Pausing, draining, limits for each queue': 9,
};

const ROW: Row = { feature: 'f', behaviour: 'b', verdict: 'both', proofs: ['A spec'] };

describe('The page on compatibility', function () {
  this.timeout(60_000);
  let names: Names;

  before(async () => {
    names = await readNames();
  });

  it('is what `npm run compatibility` writes', async () => {
    expect(readFileSync(PAGE, 'utf8')).to.equal(await renderPage(SECTIONS, names));
  });

  it('has a row for each behaviour', () => {
    const counts = SECTIONS.map(({ title, rows }) => [title, rows.length]);
    expect(Object.fromEntries(counts)).to.deep.equal(ROW_COUNTS);
  });

  it('names each behaviour once in its section', () => {
    for (const { title, rows } of SECTIONS) {
      const features = rows.map(({ feature }) => feature);
      expect(new Set(features).size, title).to.equal(features.length);
    }
  });

  for (const { title, rows } of SECTIONS) {
    it(`names specs and scenarios that exist under "${title}"`, () => {
      const unknown = rows.flatMap(({ proofs = [] }) => proofs.filter((name) => !names.has(name)));
      expect(unknown).to.deep.equal([]);
    });
  }

  it('is not written for a row whose proof does not exist', async () => {
    const refusal = await renderPage([sectionWith({ ...ROW, proofs: ['Nowhere'] })], names).catch(
      String,
    );
    expect(refusal).to.equal('Error: no spec and no scenario has the name "Nowhere"');
  });

  it('links each row to the files that prove it, each once', async () => {
    const known = new Map([
      ['A spec', ['spec/a/one.spec.ts']],
      ['A scenario', ['conformance/scenarios/two.ts']],
      ['Another spec', ['spec/a/one.spec.ts']],
    ]);
    const page = await renderPage(
      [sectionWith({ ...ROW, proofs: ['A spec', 'A scenario', 'Another spec'] })],
      known,
    );
    expect(page).to.include('[one](../spec/a/one.spec.ts), [two](../conformance/scenarios/two.ts)');
  });
});

function sectionWith(row: Row): Section {
  return { title: 'Section', rows: [row] };
}
