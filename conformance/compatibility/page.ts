/**
 * Writes docs/compatibility.md from the rows: a table for each section, and how many rows there are
 * of each verdict. `npm run compatibility` puts the page on the disk; spec/compatibility.spec.ts
 * compares.
 */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Names } from './names.js';
import { type Row, type Section, type Verdict, VERDICTS } from './row.js';

export const PAGE = fileURLToPath(new URL('../../../docs/compatibility.md', import.meta.url));

const INTRODUCTION = `# Compatibility with RabbitMQ

Behaviour by behaviour: what Leveret does, and whether RabbitMQ 3.x and 4.3 do the same. Each row is
proved by the specs or scenarios that its last column links to; the scenarios
([conformance](../conformance/)) also run against RabbitMQ 3.10, and what it cannot pass is listed
[with the reason](../conformance/known-differences.ts). What you have to know before you switch is
told in [Differences from RabbitMQ](differences-from-rabbitmq.md). Streams are not there yet, and
not on this page.

This page is generated: change the rows in
[conformance/compatibility](../conformance/compatibility/) and run \`npm run compatibility\`.`;

const EXPLANATIONS: Readonly<Record<Verdict, string>> = {
  both: 'RabbitMQ 3.x, 4.3 and Leveret agree',
  old: 'RabbitMQ changed it on the way to 4.3; Leveret stays with what programs rely on',
  either:
    'the [compatibility switch](compatibility-switch.md) of the virtual host decides; 3.x by ' +
    'default',
  new: 'Leveret has what 3.x did not have yet, or had wrong',
  better: 'Leveret departs from both on purpose',
  oneNode: 'accepted and checked as RabbitMQ does; there is nothing to do for it on one node',
  later: 'planned, and not there',
  never: 'not planned',
};

/** Throws if a row names what no spec or scenario is called. */
export async function renderPage(sections: readonly Section[], names: Names): Promise<string> {
  const text = [
    INTRODUCTION,
    summaryOf(sections),
    ...sections.map((section) => tableOf(section, names)),
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

function summaryOf(sections: readonly Section[]): string {
  const rows = sections.flatMap((section) => section.rows);
  const countOf = (verdict: Verdict): number =>
    rows.filter((row) => row.verdict === verdict).length;
  const lines = (Object.keys(VERDICTS) as Verdict[]).map((verdict) =>
    tableRow(VERDICTS[verdict], String(countOf(verdict)), EXPLANATIONS[verdict]),
  );
  return [...tableHead('Same as RabbitMQ?', 'Rows', 'Meaning'), ...lines].join('\n');
}

function tableOf({ title, rows }: Section, names: Names): string {
  const lines = rows.map((row) =>
    tableRow(row.feature, row.behaviour, VERDICTS[row.verdict], row.why ?? '', linksOf(row, names)),
  );
  const head = tableHead('', 'Leveret', 'Same as RabbitMQ?', 'Why', 'Proved by');
  return [`## ${title}`, '', ...head, ...lines].join('\n');
}

function linksOf(row: Row, names: Names): string {
  const files = (row.proofs ?? []).flatMap((name) => {
    const known = names.get(name);
    if (known === undefined) throw new Error(`no spec and no scenario has the name "${name}"`);
    return known;
  });
  return [...new Set(files)].map((file) => `[${shortNameOf(file)}](../${file})`).join(', ');
}

function shortNameOf(file: string): string {
  return posix.basename(file).replace(/(\.spec)?\.ts$/, '');
}

function tableHead(...cells: string[]): string[] {
  return [tableRow(...cells), tableRow(...cells.map(() => '---'))];
}

function tableRow(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
