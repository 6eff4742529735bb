import { once } from 'node:events';
import amqp from 'amqplib';
import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of connections', (console) => {
  it('shows who is connected, and closes a connection after a question', async () => {
    const page = await console.open({ at: '#/connections' });
    await page.getByText('Nobody is connected.').waitFor();
    const connection = await amqp.connect(console.amqpUrl, {
      clientProperties: { product: 'till' },
    });
    const closed = once(connection, 'close');
    connection.on('error', () => {});
    await page.getByRole('cell', { name: /till/ }).waitFor();
    await page.getByLabel('Select all that the filter shows').check();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Close 1 connection' }).click();
    await closed;
    await page.getByText('Nobody is connected.').waitFor();
  });

  it('is accessible, and fits into 360 px in the dark', async () => {
    await console.client();
    const page = await console.open({ at: '#/connections', width: 360, colorScheme: 'dark' });
    await page.getByRole('cell', { name: 'guest', exact: true }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
