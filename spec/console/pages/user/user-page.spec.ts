import { expect } from 'chai';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The page of a user', (console) => {
  before(async () => {
    await console.api('PUT', '/users/ann', { password: 'pw', tags: 'management,team-a' });
    await console.api('PUT', '/vhosts/shop');
  });

  it('sets, changes and clears permissions', async () => {
    const page = await console.open({ at: '#/users/ann' });
    await page.getByText('None: the user can open no vhost.').waitFor();
    const panel = page.locator('section', { has: page.getByText('Permissions', { exact: true }) });
    await panel.getByLabel('Vhost').selectOption('shop');
    await panel.getByLabel('Configure').fill('(');
    await panel.getByRole('button', { name: 'Set permissions' }).click();
    await panel.getByRole('alert').getByText('(').waitFor();
    await panel.getByLabel('Configure').fill('');
    await panel.getByLabel('Write').fill('^orders');
    await panel.getByRole('button', { name: 'Set permissions' }).click();
    await panel.getByText('nothing', { exact: true }).waitFor();
    await panel.getByText('^orders', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Edit: shop' }).click();
    expect(await panel.getByLabel('Write').inputValue()).to.equal('^orders');
    await panel.getByLabel('Read').fill('^mine');
    await panel.getByRole('button', { name: 'Set permissions' }).click();
    await panel.getByText('^mine', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Clear: shop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
    await page.getByText('None: the user can open no vhost.').waitFor();
  });

  it('sets and clears topic permissions', async () => {
    const page = await console.open({ at: '#/users/ann' });
    const panel = page.locator('section', { has: page.getByText('Topic permissions') });
    await panel.getByLabel('Vhost').selectOption('shop');
    await panel.getByLabel('Topic exchange').fill('amq.topic');
    await panel.getByLabel('Write').fill('^{username}\\.');
    await panel.getByRole('button', { name: 'Set topic permissions' }).click();
    await panel.getByText('^{username}\\.', { exact: true }).waitFor();
    await panel.getByRole('button', { name: 'Clear topic permissions: amq.topic' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
    await panel.getByText('None: every routing key is allowed.').waitFor();
  });

  it('changes tags and password, each without the other', async () => {
    const page = await console.open({ at: '#/users/ann' });
    await page.getByLabel(/^monitoring/).check();
    await page.getByLabel(/^management/).uncheck();
    await page.getByRole('button', { name: 'Save tags' }).click();
    await page.locator('.badges').getByText('monitoring').waitFor();
    await console.open({ as: 'ann:pw' });
    await page.getByLabel('New password').fill('secret');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password has been set.').waitFor();
    const other = await console.open({ as: 'ann:secret' });
    await other.locator('.user', { hasText: 'ann' }).waitFor();
    const tags = ['team-a', 'monitoring'];
    expect(await console.api('GET', '/users/ann')).to.deep.include({ tags });
    await page.getByRole('button', { name: 'Clear the password' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click();
    await page.getByText('None: the user can log in by a certificate only.').waitFor();
  });

  it('sets and lifts limits', async () => {
    const page = await console.open({ at: '#/users/ann' });
    const limits = async (): Promise<unknown> => {
      const { limits } = (await console.api('GET', '/users/ann')) as { limits: unknown };
      return JSON.stringify(limits);
    };
    const save = page.getByRole('button', { name: 'Save limits' });
    await page.getByLabel('Connections at most').fill('3');
    // The page is not told of it yet.
    let tell = (): void => {};
    const told = new Promise<void>((resolve) => (tell = resolve));
    await page.route('**/api/users/ann', (route) => told.then(() => route.continue()));
    await Promise.all([page.waitForRequest('**/api/users/ann'), save.click()]);
    expect(await page.getByLabel('Connections at most').inputValue()).to.equal('3');
    tell();
    const set = '{"max-connections":3}';
    expect(await eventually(limits, (text) => text === set)).to.equal(set);
    await page.getByLabel('Connections at most').fill('');
    await save.click();
    expect(await eventually(limits, (text) => text === '{}')).to.equal('{}');
  });

  it('goes on with one’s own new password, and asks before one gives up a tag', async () => {
    await console.addUser('root', 'administrator');
    const page = await console.open({ as: 'root:pw', at: '#/users/root' });
    await page.getByText('you', { exact: true }).waitFor();
    await page.getByLabel('New password').fill('other');
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password has been set.').waitFor();
    await page.getByLabel(/^administrator/).uncheck();
    await page.getByLabel(/^monitoring/).check();
    await page.getByRole('button', { name: 'Save tags' }).click();
    await page.getByRole('button', { name: 'Give it up' }).click();
    await page.getByText('This page needs another tag than yours: monitoring.').waitFor();
  });

  it('deletes the user', async () => {
    await console.addUser('gone', 'management');
    const page = await console.open({ at: '#/users/gone' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Users' }).waitFor();
    await page.goto(`${console.url}/#/users/gone`);
    await page.getByRole('heading', { name: 'No such user' }).waitFor();
  });

  it('fits into 360 px with long names, and is accessible', async () => {
    const name = encodeURIComponent('🐇 مستخدم '.repeat(20));
    await console.api('PUT', `/users/${name}`, { password: '', tags: 'monitoring' });
    const long = `^${'long-'.repeat(60)}`;
    const patterns = { configure: long, write: '.*', read: '' };
    await console.api('PUT', `/permissions/shop/${name}`, patterns);
    const page = await console.open({ at: `#/users/${name}`, width: 360 });
    await page.getByText('Edit', { exact: true }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
