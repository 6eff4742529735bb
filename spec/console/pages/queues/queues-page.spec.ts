import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The list of queues', (console) => {
  const rows = (page: Page): Promise<string[]> =>
    page.locator('tbody tr:not(.space) td:nth-child(2)').allTextContents();
  const declare = (name: string): Promise<unknown> =>
    console.api('PUT', `/queues/%2F/${encodeURIComponent(name)}`, { durable: true });

  it('says that there are none', async () => {
    const page = await console.open({ at: '#/queues' });
    await page.getByText('There are no queues yet').waitFor();
  });

  it('shows every name, and none as markup', async () => {
    const names = ['orders', 'طلبات', '🐇', '<b>bold</b>', 'x'.repeat(200), 'a/b?c#d'];
    for (const name of names) await declare(name);
    const page = await console.open({ at: '#/queues' });
    const shown = await eventually(
      () => rows(page),
      (list) => list.length === names.length,
    );
    expect([...shown].sort()).to.deep.equal([...names].sort());
    await page.getByRole('link', { name: 'a/b?c#d' }).click();
    await page.getByRole('heading', { name: 'a/b?c#d' }).waitFor();
  });

  it('is filtered and sorted by its address, which follows what one does', async () => {
    const page = await console.open({ at: '#/queues?filter=o&sort=-name' });
    const shown = await eventually(
      () => rows(page),
      (list) => list.length === 2,
    );
    expect(shown).to.deep.equal(['orders', '<b>bold</b>']);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('orders');
    expect(
      await eventually(
        () => rows(page),
        (list) => list.length === 1,
      ),
    ).to.deep.equal(['orders']);
    await page.getByRole('button', { name: 'Ready' }).click();
    await page.waitForURL(/filter=orders&sort=-ready$/);
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No queues match this filter.').waitFor();
    await page.getByRole('searchbox').fill('redy>0');
    await page.getByText('There is no column “redy”').waitFor();
  });

  it('is walked through with the keys, and opened with Enter', async () => {
    const page = await console.open({ at: '#/queues?sort=name' });
    await page.getByRole('link', { name: 'orders' }).waitFor();
    const row = (index: number): ReturnType<Page['locator']> =>
      page.locator(`tbody tr[aria-rowindex="${index + 2}"]:focus`);
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await row(0).waitFor();
    await page.keyboard.press('End');
    await row(5).waitFor();
    await page.keyboard.press('ArrowUp');
    await row(4).waitFor();
    await page.keyboard.press('Space');
    await page.getByText('1 queue selected').waitFor();
    const name = (await row(4).getByRole('link').textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
  });

  it('draws the last minutes of what is in sight, and tells its rates', async () => {
    const channel = await (await console.client()).createConfirmChannel();
    const page = await console.open({ at: '#/queues?filter=orders' });
    let sentCount = 0;
    const publish = async (): Promise<void> => {
      channel.sendToQueue('orders', Buffer.from(`${++sentCount}`));
      await channel.waitForConfirms();
    };
    const label = await eventually(
      async () => {
        await publish();
        return page
          .getByRole('img', { name: /^Messages: now/ })
          .first()
          .getAttribute('aria-label');
      },
      (text) => text !== null && !text.includes('now 0,'),
    );
    expect(label).to.match(/^Messages: now [\d,]+, at most [\d,]+$/);
    const rate = await eventually(
      async () => {
        await publish();
        return page.locator('tbody td', { hasText: /\/s$/ }).first().textContent();
      },
      (text) => text !== null && text !== '0/s',
    );
    expect(rate).to.match(/^[\d.,]+\/s$/);
    await channel.close();
  });

  it('has the columns that one chooses', async () => {
    const page = await console.open({ at: '#/queues' });
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Durable' }).check();
    await page.getByRole('columnheader', { name: 'Durable' }).waitFor();
    await page.getByRole('checkbox', { name: 'Unacked' }).uncheck();
    await page.getByRole('columnheader', { name: 'Unacked' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('columnheader', { name: 'Durable' }).waitFor();
    expect(await page.getByRole('columnheader', { name: 'Unacked' }).count()).to.equal(0);
    await page.goto(`${console.url}/#/queues`);
    await page.reload();
    await page.getByRole('columnheader', { name: 'Durable' }).waitFor();
  });

  it('is exported as it is filtered', async () => {
    const page = await console.open({ at: '#/queues?filter=orders' });
    await page.getByRole('link', { name: 'orders' }).waitFor();
    const save = async (name: string): Promise<string> => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name, exact: true }).click();
      return readFileSync(await (await saved).path(), 'utf8');
    };
    expect(await save('CSV')).to.match(/^name,ready,.*\r\norders,\d+,.*\r\n$/);
    const exported = JSON.parse(await save('JSON')) as Record<string, unknown>[];
    expect(exported.map(({ name }) => name)).to.deep.equal(['orders']);
    expect(exported[0], 'with all keys').to.include.keys('arguments', 'idle_since');
  });

  it('does the same with many, after a question', async () => {
    for (let index = 0; index < 12; index++) await declare(`bulk-${index}`);
    const page = await console.open({ at: '#/queues?filter=bulk' });
    await page.getByLabel('Select all that the filter shows').check();
    await page.getByText('12 queues selected').waitFor();
    await page.getByRole('searchbox').fill('bulk-1');
    await page.getByText('12 queues selected, 9 of them not shown').waitFor();
    await page.getByRole('searchbox').fill('bulk');
    await page.getByText('not shown').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByRole('button', { name: 'Pause 12 queues' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const paused = page.locator('tbody .badge', { hasText: 'paused' });
    expect(
      await eventually(
        () => paused.count(),
        (count) => count === 12,
      ),
    ).to.equal(12);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('and 4 more').waitFor();
    await page.getByRole('button', { name: 'Delete 12 queues' }).click();
    await page.getByText('No queues match this filter.').waitFor();
    expect(await page.getByText('selected').count()).to.equal(0);
  });

  it('tells which could not be changed, and why', async () => {
    const as = await console.addUser('reader', 'management');
    const permissions = { configure: '^$', write: '^$', read: '.*' };
    await console.api('PUT', '/permissions/%2F/reader', permissions);
    const page = await console.open({ as, at: '#/queues?filter=orders' });
    await page.getByLabel('Select / orders').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete 1 queue' }).click();
    await page.getByText('1 of 1 failed; / orders: Access refused.').waitFor();
  });

  it('draws no more rows than are in sight', async () => {
    const channel = await (await console.client()).createChannel();
    for (let index = 0; index < 1_000; index++) await channel.assertQueue(`many-${index}`);
    const page = await console.open({ at: '#/queues?filter=many-&sort=name' });
    await page.getByRole('link', { name: 'many-0', exact: true }).waitFor();
    expect((await rows(page)).length).to.be.lessThan(60);
    const table = page.locator('.scroll');
    await table.evaluate((element: { scrollTop: number }) => {
      element.scrollTop = 1e6;
    });
    await page.getByRole('link', { name: 'many-999', exact: true }).waitFor();
    expect((await rows(page)).length).to.be.lessThan(60);
    await channel.close();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [1_280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const page = await console.open({ at: '#/queues?sort=-name', width, colorScheme });
      await page.getByRole('link', { name: 'orders' }).waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
    });
  }
});
