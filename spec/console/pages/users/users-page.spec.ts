import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The list of users', (console) => {
  const row = (page: Page, name: string) =>
    page.locator('tbody tr', { has: page.getByRole('link', { name, exact: true }) });

  it('tells who they are and where they may go', async () => {
    await console.addUser('ann', 'monitoring,team-a');
    await console.api('PUT', '/user-limits/ann/max-connections', { value: 3 });
    await console.api('PUT', '/users/by-certificate', { password: '', tags: '' });
    const page = await console.open({ at: '#/users' });
    await row(page, 'ann').getByText('monitoring, team-a').waitFor();
    await row(page, 'ann').getByText('max-connections 3').waitFor();
    await row(page, 'ann').getByText('yes', { exact: true }).waitFor();
    await row(page, 'by-certificate').getByText('no', { exact: true }).waitFor();
    await row(page, 'by-certificate').getByText('none').waitFor();
  });

  it('adds one, but none over another', async () => {
    const page = await console.open({ at: '#/users' });
    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a user' });
    await dialog.getByLabel('Name', { exact: true }).fill('guest');
    await dialog.getByLabel(/^Password/).fill('pw');
    await dialog.getByRole('button', { name: 'Add the user' }).click();
    await dialog.getByText('There is a user “guest” already.').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('طلبات 🐇');
    await dialog.getByLabel(/^management/).check();
    await dialog.getByLabel(/^Other tags/).fill('team-b');
    await dialog.getByRole('button', { name: 'Add the user' }).click();
    await page.waitForURL(/#\/users\/%D8/);
    const made = await console.api('GET', `/users/${encodeURIComponent('طلبات 🐇')}`);
    expect(made).to.deep.include({ tags: ['management', 'team-b'] });
    await console.open({ as: 'طلبات 🐇:pw' });
  });

  it('deletes several, and says if one is oneself', async () => {
    for (const name of ['old-1', 'old-2']) await console.addUser(name, 'management');
    const page = await console.open({ at: '#/users?filter=old-' });
    await page.getByLabel('Select all that the filter shows').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Their connections are closed.', { exact: false }).waitFor();
    expect(await page.getByText('You are one of them.').count()).to.equal(0);
    await page.getByRole('button', { name: 'Delete 2 users' }).click();
    await page.getByText('No users match this filter.').waitFor();
    await page.getByRole('searchbox').fill('guest');
    await page.getByLabel('Select guest').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('You are one of them.').waitFor();
  });

  it('is for administrators', async () => {
    const as = await console.addUser('watcher', 'monitoring');
    const page = await console.open({ as, at: '#/users' });
    await page.getByText('This page needs another tag than yours: monitoring.').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByText('Access').click();
    await page.getByRole('heading', { name: 'Vhosts' }).waitFor();
    const tabs = page.getByRole('navigation', { name: 'Access' }).getByRole('link');
    const titles = await eventually(
      () => tabs.allTextContents(),
      (list) => list.length === 2,
    );
    expect(titles).to.deep.equal(['Vhosts', 'Policies']);
  });

  it('asks in a dialog that is accessible, and fits into 360 px', async () => {
    const page = await console.open({ at: '#/users', width: 360, colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Add a user' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
