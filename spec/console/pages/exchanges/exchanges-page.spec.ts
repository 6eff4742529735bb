import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of exchanges', (console) => {
  it('shows all of them, and deletes those that may be deleted', async () => {
    await console.api('PUT', '/exchanges/%2F/shop', { type: 'topic' });
    const page = await console.open({ at: '#/exchanges' });
    await page.getByText('(default exchange)').waitFor();
    await page.getByText('amq.topic', { exact: true }).waitFor();
    await page.getByLabel('Select / shop').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete 1 exchange' }).click();
    await page.getByText('shop', { exact: true }).waitFor({ state: 'detached' });
    await page.getByLabel('Select / amq.topic').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete 1 exchange' }).click();
    await page.getByText('1 of 1 failed; / amq.topic:').waitFor();
  });

  it('is accessible, and fits into 360 px in the dark', async () => {
    const page = await console.open({ at: '#/exchanges', width: 360, colorScheme: 'dark' });
    await page.getByText('amq.topic', { exact: true }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
