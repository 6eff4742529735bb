import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of vhosts', (console) => {
  it('tells what they are, and how much is in them', async () => {
    const shop = { description: 'Orders of the shop', tags: 'production', tracing: true };
    await console.api('PUT', '/vhosts/shop', { ...shop, default_queue_type: 'quorum' });
    await console.api('PUT', '/queues/shop/q', { durable: true });
    const message = { routing_key: 'q', properties: {}, payload: 'x', payload_encoding: 'string' };
    await console.api('POST', '/exchanges/shop/amq.default/publish', message);
    const page = await console.open({ at: '#/vhosts' });
    const row = page.locator('tbody tr', { has: page.getByRole('link', { name: 'shop' }) });
    for (const text of ['Orders of the shop', 'production', 'quorum', '1', 'on', 'running']) {
      await row.getByText(text, { exact: true }).waitFor();
    }
  });

  it('adds one', async () => {
    const page = await console.open({ at: '#/vhosts' });
    await page.getByRole('button', { name: 'Add a vhost' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a vhost' });
    await dialog.getByLabel('Name', { exact: true }).fill('/');
    await dialog.getByRole('button', { name: 'Add the vhost' }).click();
    await dialog.getByText('There is a vhost “/” already.').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('team/a 🐇');
    await dialog.getByLabel('Description').fill('Of team A');
    await dialog.getByLabel('Tags, with commas').fill('a, b');
    await dialog.getByLabel(/^Default queue type/).selectOption('classic');
    await dialog.getByRole('button', { name: 'Add the vhost' }).click();
    await page.waitForURL(/#\/vhosts\/team%2Fa/);
    const made = await console.api('GET', `/vhosts/${encodeURIComponent('team/a 🐇')}`);
    const said = { description: 'Of team A', tags: ['a', 'b'], default_queue_type: 'classic' };
    expect(made).to.deep.include(said);
  });

  it('deletes some with all that is in them, once their number has been typed', async () => {
    for (const name of ['old-1', 'old-2']) await console.api('PUT', `/vhosts/${name}`);
    const page = await console.open({ at: '#/vhosts?filter=old-' });
    await page.getByLabel('Select all that the filter shows').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Everything in them goes for good').waitFor();
    const button = page.getByRole('button', { name: 'Delete 2 vhosts' });
    expect(await button.isDisabled()).to.equal(true);
    await page.getByLabel('Type “2 vhosts” to go on').fill('2 vhosts');
    await button.click();
    await page.getByText('No vhosts match this filter.').waitFor();
  });

  it('shows to others only those that they may see, and changes nothing', async () => {
    const as = await console.addUser('eve', 'management');
    await console.api('PUT', '/vhosts/hidden');
    const page = await console.open({ as, at: '#/vhosts' });
    await page.getByRole('link', { name: '/', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'hidden' }).count()).to.equal(0);
    expect(await page.getByRole('button', { name: 'Add a vhost' }).count()).to.equal(0);
    expect(await page.getByRole('checkbox').count()).to.equal(0);
  });
});
