import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of channels', (console) => {
  it('shows how each publishes and consumes', async () => {
    const page = await console.open({ at: '#/channels' });
    await page.getByText('No channel is open.').waitFor();
    const channel = await (await console.client()).createConfirmChannel();
    await channel.prefetch(17);
    await page.getByRole('cell', { name: 'confirms' }).waitFor();
    await page.getByRole('cell', { name: '17', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Unacked' }).click();
    await page.waitForURL(/sort=-unacked$/);
  });

  it('is accessible, and fits into 360 px in the dark', async () => {
    await (await console.client()).createChannel();
    const page = await console.open({ at: '#/channels', width: 360, colorScheme: 'dark' });
    await page.getByRole('columnheader', { name: 'Prefetch' }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
