import { expect } from 'chai';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The page of a vhost', (console) => {
  before(async () => {
    await console.api('PUT', '/vhosts/shop', { description: 'Orders' });
    await console.api('PUT', '/queues/shop/q', { durable: true });
    const message = { routing_key: 'q', properties: {}, payload: 'x', payload_encoding: 'string' };
    await console.api('POST', '/exchanges/shop/amq.default/publish', message);
    await console.addUser('ann', 'management');
  });

  it('tells how much is in it', async () => {
    const page = await console.open({ at: '#/vhosts/shop' });
    const figure = (title: string): Promise<string | null> =>
      page.locator('.figure', { hasText: title }).locator('dd').textContent();
    await page.getByText('Connections', { exact: true }).first().waitFor();
    expect(
      await eventually(
        () => figure('Queues'),
        (text) => text === '1',
      ),
    ).to.equal('1');
    expect(await figure('Ready')).to.equal('1');
    await page.getByRole('link', { name: 'Queues', exact: true }).last().click();
    await page.waitForURL(/#\/queues\?filter=vhost%3Dshop/);
  });

  it('changes what it is told to be', async () => {
    const page = await console.open({ at: '#/vhosts/shop' });
    await page.getByLabel('Description').fill('Orders of the shop');
    await page.getByLabel('Tags, with commas').fill('production, eu');
    await page.getByLabel(/^Default queue type/).selectOption('quorum');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.badges').getByText('production').waitFor();
    expect(await console.api('GET', '/vhosts/shop')).to.deep.include({
      description: 'Orders of the shop',
      tags: ['production', 'eu'],
      default_queue_type: 'quorum',
    });
  });

  it('switches tracing on and off, and nothing else', async () => {
    const page = await console.open({ at: '#/vhosts/shop' });
    await page.getByRole('button', { name: 'Switch tracing on' }).click();
    await page.locator('.badges').getByText('tracing').waitFor();
    const tags = ['production', 'eu'];
    expect(await console.api('GET', '/vhosts/shop')).to.deep.include({ tracing: true, tags });
    await page.getByRole('button', { name: 'Switch tracing off' }).click();
    await page.getByRole('button', { name: 'Switch tracing on' }).waitFor();
  });

  it('gives a user permissions, and limits the vhost', async () => {
    const page = await console.open({ at: '#/vhosts/shop' });
    await page.getByLabel('User').selectOption('ann');
    await page.getByRole('button', { name: 'Set permissions' }).click();
    await page.getByRole('link', { name: 'ann', exact: true }).waitFor();
    const all = { configure: '.*', write: '.*', read: '.*' };
    expect(await console.api('GET', '/permissions/shop/ann')).to.deep.include(all);
    await page.getByLabel('Queues at most').fill('1');
    await page.getByRole('button', { name: 'Save limits' }).click();
    const limits = async (): Promise<string> =>
      JSON.stringify(await console.api('GET', '/vhost-limits/shop'));
    const wanted = '[{"vhost":"shop","value":{"max-queues":1}}]';
    expect(await eventually(limits, (text) => text === wanted)).to.equal(wanted);
  });

  it('shows to others what they may know, and lets them change nothing', async () => {
    const page = await console.open({ as: 'ann:pw', at: '#/vhosts/shop' });
    await page.getByText('Orders of the shop').first().waitFor();
    await page.getByText('Queues at most').waitFor();
    for (const name of ['Delete', 'Save', 'Save limits', 'Switch tracing on', 'Set permissions']) {
      expect(await page.getByRole('button', { name, exact: true }).count(), name).to.equal(0);
    }
    await page.goto(`${console.url}/#/vhosts/none`);
    await page.getByRole('heading', { name: 'No such vhost' }).waitFor();
  });

  it('deletes it, once its name has been typed', async () => {
    await console.api('PUT', '/vhosts/old');
    const page = await console.open({ at: '#/vhosts/old' });
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).to.equal(true);
    await dialog.getByLabel('Type “old” to go on').fill('old');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Vhosts' }).waitFor();
    expect(JSON.stringify(await console.api('GET', '/vhosts'))).not.to.contain('"old"');
  });

  it('fits into 360 px with long names, and is accessible', async () => {
    const name = encodeURIComponent('🐇 متجر '.repeat(10));
    await console.api('PUT', `/vhosts/${name}`, { description: 'long-'.repeat(80), tags: 'a' });
    const page = await console.open({ at: `#/vhosts/${name}`, width: 360 });
    await page.getByLabel('Queues at most').waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
