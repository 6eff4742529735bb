import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of consumers', (console) => {
  it('shows who consumes, how full each is, and cancels after a question', async () => {
    const page = await console.open({ at: '#/consumers' });
    await page.getByText('Nobody consumes.').waitFor();
    const channel = await (await console.client()).createChannel();
    await channel.assertQueue('orders');
    await channel.prefetch(4);
    await channel.consume('orders', () => {}, { consumerTag: 'slow', priority: 3 });
    channel.sendToQueue('orders', Buffer.from('1'));
    await page.getByRole('cell', { name: 'slow', exact: true }).waitFor();
    await page.getByRole('cell', { name: '25 %', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Priority').check();
    await page.getByRole('cell', { name: '3', exact: true }).waitFor();
    await page.getByLabel(/^Select slow on /).check();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel 1 consumer' }).click();
    await page.getByText('Nobody consumes.').waitFor();
  });

  it('says which one is the single active one, in 360 px and in the dark', async () => {
    const channel = await (await console.client()).createChannel();
    await channel.assertQueue('alone', { arguments: { 'x-single-active-consumer': true } });
    await channel.consume('alone', () => {}, { consumerTag: '🐇 first' });
    await channel.consume('alone', () => {}, { consumerTag: 'שני', noAck: true });
    const page = await console.open({ at: '#/consumers', width: 360, colorScheme: 'dark' });
    await page.getByRole('cell', { name: 'single active', exact: true }).waitFor();
    await page.getByRole('cell', { name: 'waiting', exact: true }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
