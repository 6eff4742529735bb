import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole } from '../../../support/test-console.js';

/** Of the right size for RabbitMQ's hash: four bytes of salt and 32 more. */
const HASH = Buffer.alloc(36, 7).toString('base64');
const KEPT = { name: 'kept', vhost: '/', arguments: { 'x-max-length': 9 } };
const FILE = {
  queues: [
    { name: 'طلبات 🐇', vhost: '/', arguments: { 'x-max-length': 5 } },
    { name: 'log', vhost: '/', arguments: { 'x-queue-type': 'stream' } },
    KEPT,
  ],
  policies: [{ vhost: '/', name: 'p', pattern: '^x', definition: { 'max-length': 2 } }],
  users: [{ name: 'u', tags: 'management', password_hash: HASH }],
};

describeConsole('Definitions', (console) => {
  const choose = (page: Page, document: object | string) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    const file = { name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    return page.getByLabel('A file of definitions').setInputFiles(file);
  };

  before(async () => {
    await console.api('PUT', '/queues/%2F/kept', { durable: true });
    const policy = { pattern: '^x', definition: { 'max-length': 1 } };
    await console.api('PUT', '/policies/%2F/p', policy);
  });

  it('are exported as a file, of the broker or of one vhost', async () => {
    const page = await console.open({ at: '#/definitions' });
    const save = async (): Promise<Record<string, unknown>> => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const file = await saved;
      expect(file.suggestedFilename()).to.match(/^definitions-\d{4}-\d\d-\d\d\.json$/);
      return JSON.parse(readFileSync(await file.path(), 'utf8')) as Record<string, unknown>;
    };
    expect(await save()).to.include.keys('users', 'vhosts', 'queues');
    await page.getByLabel('Export').selectOption('Vhost /');
    expect(await save())
      .to.include.keys('queues')
      .and.not.include.keys('users');
  });

  it('are imported after a look at what would change, and why what would not', async () => {
    const page = await console.open({ at: '#/definitions' });
    await choose(page, FILE);
    await page.getByText('2 added, 1 changed.', { exact: true }).waitFor();
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('طلبات').getByText('arguments.x-max-length: 5').waitFor();
    await row('^x').or(row('definition.max-length: 1 → 2')).first().waitFor();
    await row('kept').getByText('arguments.x-max-length: – → 9').first().waitFor();
    await row("there are no queues of type 'stream'").getByText('ignored').waitFor();
    expect(await page.content()).not.to.contain(HASH);
    await page.getByRole('button', { name: 'p', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'p' });
    expect(await dialog.locator('del, ins').allTextContents()).to.deep.equal(['1', '2']);
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await console.api('GET', '/policies/%2F/p')).to.have.nested.property(
      'definition.max-length',
      1,
    );
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const question = page.getByRole('dialog', { name: 'Import these definitions?' });
    await question.getByRole('button', { name: 'Import' }).click();
    await page.getByText('Imported: 2 added, 1 changed.').waitFor();
    await page.getByText('Nothing: all of it is there already').waitFor();
    expect(await console.api('GET', '/policies/%2F/p')).to.have.nested.property(
      'definition.max-length',
      2,
    );
  });

  it('with faults are not imported, and all faults are told by place', async () => {
    const page = await console.open({ at: '#/definitions' });
    await choose(page, {
      queues: [
        { name: 'a', vhost: 'none' },
        { name: 'b', vhost: '/', arguments: { 'x-max-length': -1 } },
      ],
    });
    await page.getByText('2 things are wrong in the file.').waitFor();
    await page.getByRole('row').filter({ hasText: 'no_such_vhost: none' }).waitFor();
    await page.getByRole('row').filter({ hasText: "'x-max-length'" }).waitFor();
    const button = page.getByRole('button', { name: 'Import', exact: true });
    expect(await button.isDisabled()).to.equal(true);
    await choose(page, '{"queues": [');
    await page.getByText('This is no JSON').waitFor();
    await button.waitFor({ state: 'detached' });
  });

  it('of one vhost go into the one that is chosen; they can be pasted', async () => {
    await console.api('PUT', '/vhosts/shop', {});
    const page = await console.open({ at: '#/definitions' });
    await page.getByText('Paste them instead').click();
    await page.getByLabel('Definitions as JSON').fill('{"queues": [{"name": "pasted"}]}');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText('The file is of one vhost').waitFor();
    await page.getByLabel('Into').selectOption('Vhost shop');
    await page.getByText('1 added.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByText('Imported: 1 added.').waitFor();
    expect(await console.api('GET', '/queues/shop/pasted')).to.include({ name: 'pasted' });
  });

  it('of 10,000 queues are compared, and no more of them drawn than are in sight', async () => {
    const page = await console.open({ at: '#/definitions' });
    const queues = Array.from({ length: 10_000 }, (_, index) => {
      return { name: `queue-${index}`, vhost: '/', arguments: { 'x-max-length': index } };
    });
    await choose(page, { queues });
    await page.getByText('10,000 added.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'queue-0', exact: true }).waitFor();
    expect(await page.getByRole('row').count()).to.be.lessThan(80);
  });

  it('are for administrators', async () => {
    const as = await console.addUser('monitor', 'monitoring');
    const page = await console.open({ as, at: '#/policies' });
    await page.getByRole('link', { name: 'p', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'Definitions' }).count()).to.equal(0);
  });

  it('are accessible, and fit into 360 px in the dark', async () => {
    const page = await console.open({ at: '#/definitions', width: 360, colorScheme: 'dark' });
    await choose(page, { ...FILE, queues: [{ ...KEPT, name: 'long'.repeat(60) }, KEPT] });
    await page.getByText('1 added.', { exact: true }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
