import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The page of a queue', (console) => {
  const AT = '#/queues/%2F/orders';
  const figure = (page: Page, title: string): Promise<string | null> =>
    page.locator('.figure', { hasText: title }).first().locator('dd').textContent();

  before(async () => {
    const channel = await (await console.client()).createChannel();
    await channel.assertQueue('orders', { arguments: { 'x-max-length': 1_000 } });
    await channel.assertExchange('shop', 'topic');
    await channel.bindQueue('orders', 'shop', 'order.#');
    await channel.close();
    await console.api('PUT', '/policies/%2F/limits', {
      pattern: '^ord',
      definition: { 'max-length-bytes': 5_000_000 },
      priority: 7,
    });
  });

  it('tells what the queue was told, and why that policy is in force', async () => {
    const page = await console.open({ at: AT });
    await page.getByText('x-max-length').waitFor();
    await page.getByText('max-length-bytes').waitFor();
    await page.getByText('has the highest priority, 7.').waitFor();
    const panel = page.locator('section', { hasText: 'Arguments and policy' });
    await panel.getByRole('link').click();
    await page.getByRole('region', { name: 'Preview' }).waitFor();
  });

  it('publishes, gets back in place, and gets for good', async () => {
    const page = await console.open({ at: AT });
    await page.getByLabel('Body', { exact: true }).fill('{"id":1}');
    await page.getByLabel('Headers, as JSON').fill('{"tenant": "blue"}');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published: the queue has it.').waitFor();
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '1',
      ),
    ).to.equal('1');

    await page.getByRole('button', { name: 'Get', exact: true }).click();
    const body = page.getByLabel('Body of message 1, JSON');
    expect(await body.textContent()).to.equal('{\n  "id": 1\n}');
    await page.getByText('{"tenant":"blue"}').waitFor();
    await page.getByRole('button', { name: 'Hex' }).click();
    expect(await body.textContent()).to.match(/^000000 {2}7b 22 69 64/);

    await page.getByLabel('Then').selectOption('ack_requeue_false');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByText('redelivered', { exact: true }).waitFor();
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '0',
      ),
    ).to.equal('0');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByText('No message is ready.').waitFor();
  });

  it('says what is wrong with a message, beside it', async () => {
    const page = await console.open({ at: AT });
    await page.getByLabel('Headers, as JSON').fill('{tenant}');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The headers are no JSON').waitFor();
  });

  it('follows what clients do', async () => {
    const page = await console.open({ at: AT });
    await page.getByRole('heading', { name: 'orders' }).waitFor();
    const channel = await (await console.client()).createChannel();
    channel.sendToQueue('orders', Buffer.from([0, 255]));
    await channel.consume('orders', () => {});
    const unacknowledged = (): Promise<string | null> => figure(page, 'Unacknowledged');
    expect(await eventually(unacknowledged, (text) => text === '1')).to.equal('1');
    expect(await figure(page, 'Consumers')).to.equal('1');
    await channel.close();
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '1',
      ),
    ).to.equal('1');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByLabel('Body of message 1, binary').waitFor();
  });

  it('says why messages wait', async () => {
    await console.api('PUT', '/queues/%2F/waiting', {});
    const page = await console.open({ at: '#/queues/%2F/waiting' });
    const channel = await (await console.client()).createChannel();
    channel.sendToQueue('waiting', Buffer.from('one'));
    channel.sendToQueue('waiting', Buffer.from('two'));
    await page.getByText('Nobody consumes from this queue.').waitFor();
    await channel.prefetch(1);
    await channel.consume('waiting', () => {}, { consumerTag: 'slow' });
    await page.getByText('Its consumer may hold 1 messages, and all are out.').waitFor();
    await page.getByText('prefetch 1', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Cancel slow' }).click();
    await page.getByRole('button', { name: 'Cancel the consumer' }).click();
    await page.getByText('Nobody consumes from this queue.').waitFor();
    await channel.close();
  });

  it('looks at messages without taking them, searches, moves and deletes', async () => {
    await console.api('PUT', '/queues/%2F/looked', {});
    await console.api('PUT', '/queues/%2F/later', {});
    const channel = await (await console.client()).createConfirmChannel();
    for (let id = 1; id <= 25; id++) {
      channel.sendToQueue('looked', Buffer.from(JSON.stringify({ id })));
    }
    await channel.waitForConfirms();
    await channel.close();
    const page = await console.open({ at: '#/queues/%2F/looked' });
    const messages = page.locator('.message');
    await page.getByRole('button', { name: 'Look' }).click();
    expect(
      await eventually(
        () => messages.count(),
        (count) => count === 20,
      ),
    ).to.equal(20);
    await page.getByRole('button', { name: 'Next page' }).click();
    expect(
      await eventually(
        () => messages.count(),
        (count) => count === 5,
      ),
    ).to.equal(5);
    await page.getByLabel('Search').fill('"id":7}');
    await page.getByRole('button', { name: 'Look' }).click();
    expect(
      await eventually(
        () => messages.count(),
        (count) => count === 1,
      ),
    ).to.equal(1);
    await messages.getByRole('button', { name: 'Move' }).click();
    await page.getByLabel('To the queue').fill('later');
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.getByText('No message is ready that matches.').waitFor();
    await page.getByLabel('Search').fill('"id":8}');
    await page.getByRole('button', { name: 'Look' }).click();
    await messages.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the message' }).click();
    await page.getByText('No message is ready that matches.').waitFor();
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '23',
      ),
    ).to.equal('23');
    await page.goto(`${console.url}/#/queues/%2F/later`);
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '1',
      ),
    ).to.equal('1');
  });

  it('binds and unbinds', async () => {
    const page = await console.open({ at: AT });
    await page.getByText('order.#').waitFor();
    await page.getByLabel('Exchange').fill('shop');
    await page.getByRole('textbox', { name: 'Routing key' }).fill('refund/ü');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.getByRole('button', { name: 'Unbind shop refund/ü' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unbind' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('refund/ü', { exact: true }).waitFor({ state: 'detached' });
    await page.getByLabel('Exchange').fill('nowhere');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.locator('.notice.bad').waitFor();
  });

  it('pauses and resumes, purges and deletes after a question', async () => {
    const page = await console.open({ at: AT });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('paused', { exact: true }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Purge' }).click();
    await page.getByText('Deleted for good: 1 message.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Purge' }).click();
    expect(
      await eventually(
        () => figure(page, 'Ready'),
        (text) => text === '0',
      ),
    ).to.equal('0');

    await console.api('PUT', '/queues/%2F/brief', {});
    await page.goto(`${console.url}/#/queues/%2F/brief`);
    await page.getByRole('heading', { name: 'brief' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    expect(await page.getByRole('link', { name: 'brief' }).count()).to.equal(0);
  });

  it('says that there is no such queue, or that it has just gone', async () => {
    const page = await console.open({ at: '#/queues/%2F/nothing' });
    await page.getByRole('heading', { name: 'No such queue' }).waitFor();
    await console.api('PUT', '/queues/%2F/gone', {});
    await page.goto(`${console.url}/#/queues/%2F/gone`);
    await page.getByRole('heading', { name: 'gone' }).waitFor();
    await console.api('DELETE', '/queues/%2F/gone');
    await page.getByText('This queue has been deleted.').waitFor();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [1_280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const page = await console.open({ at: AT, width, colorScheme });
      await page.getByText('order.#').waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
    });
  }
});
