import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The page of a channel', (console) => {
  const figure = (page: Page, title: string): Promise<string | null> =>
    page.locator('.figure', { hasText: title }).first().locator('dd').textContent();
  const addressOf = async (index: number): Promise<string> => {
    const all = (await console.api('GET', '/channels')) as { name: string; number: number }[];
    const found = all.find(({ number }) => number === index);
    return `#/channels/${encodeURIComponent(found?.name ?? '')}`;
  };

  it('tells its mode, and how much of the prefetch is used', async () => {
    const channel = await (await console.client()).createConfirmChannel();
    await channel.assertQueue('orders');
    await channel.prefetch(5);
    await channel.prefetch(8, true);
    await channel.consume('orders', () => {}, { consumerTag: 'packing' });
    for (let count = 0; count < 3; count++) channel.sendToQueue('orders', Buffer.from('x'));
    await channel.waitForConfirms();
    const page = await console.open({ at: await addressOf(1) });
    await page.getByText('with confirms: told when a message is on the disk').waitFor();
    await page.getByText('8, of which 3 are used').waitFor();
    expect(await figure(page, 'Unacknowledged')).to.equal('3');
    await page.getByRole('cell', { name: '60 %', exact: true }).waitFor();
    await page.getByRole('link', { name: 'orders', exact: true }).waitFor();

    channel.ackAll();
    expect(
      await eventually(
        () => figure(page, 'Unacknowledged'),
        (text) => text === '0',
      ),
    ).to.equal('0');
    await page.getByLabel(/^Select packing/).check();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel 1 consumer' }).click();
    await page.getByText('It does not consume from any queue.').waitFor();
    await channel.close();
    await page.getByText('This channel has been closed.').waitFor();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const channel = await (await console.client()).createChannel();
      await channel.assertQueue('q');
      await channel.consume('q', () => {}, { consumerTag: '🐇'.repeat(50) });
      const page = await console.open({ at: await addressOf(1), width, colorScheme });
      await page.getByRole('cell', { name: '🐇'.repeat(50), exact: true }).waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
      await channel.close();
    });
  }
});
