import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The page of an exchange', (console) => {
  const AT = '#/exchanges/%2F/shop';

  before(async () => {
    const channel = await (await console.client()).createChannel();
    await channel.assertExchange('lost', 'fanout');
    await channel.assertExchange('shop', 'topic', { alternateExchange: 'lost' });
    await channel.assertQueue('orders');
    await channel.bindQueue('orders', 'shop', 'order.#');
    await channel.close();
    await console.api('PUT', '/policies/%2F/deputy', {
      pattern: '^shop$',
      definition: { 'alternate-exchange': 'amq.fanout' },
      'apply-to': 'exchanges',
      priority: 7,
    });
  });

  it('tells what it was told, and what goes through it', async () => {
    const page = await console.open({ at: AT });
    await page.getByText('has the highest priority, 7.').waitFor();
    await page.getByText('policy deputy').first().waitFor();
    const channel = await (await console.client()).createChannel();
    const timer = setInterval(() => {
      channel.publish('shop', 'order.new', Buffer.from('x'));
      channel.publish('shop', 'refund', Buffer.from('x'));
    }, 20);
    try {
      const rate = (title: string): Promise<void> => {
        const figure = page.locator('.figure', { has: page.getByText(title, { exact: true }) });
        return figure.locator('dd', { hasText: /^[1-9]/ }).waitFor();
      };
      await rate('In');
      await rate('Out');
      await rate('Unroutable');
    } finally {
      clearInterval(timer);
      await channel.close();
    }
  });

  it('binds and unbinds in each direction, and filters what leads where', async () => {
    const page = await console.open({ at: `${AT}?tab=bindings` });
    await page.getByRole('link', { name: 'orders', exact: true }).waitFor();
    await page.getByLabel('Queue', { exact: true }).fill('orders');
    await page.getByRole('textbox', { name: 'Routing key' }).fill('refund/ü');
    await page.getByLabel('Arguments, as JSON').fill('{"tenant": "blue"}');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.getByRole('cell', { name: '{"tenant":"blue"}' }).waitFor();
    await page.getByLabel('Way').selectOption('from');
    await page.getByLabel('Exchange', { exact: true }).fill('amq.topic');
    await page.getByRole('textbox', { name: 'Routing key' }).fill('eu.*');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.getByRole('link', { name: 'amq.topic', exact: true }).waitFor();

    await page.getByLabel('Filter bindings').fill('to=orders');
    await page.getByText('2 of 3', { exact: true }).waitFor();
    await page.getByLabel('Filter bindings').fill('');
    await page.getByLabel(/^Select shop to queue orders refund/).check();
    await page.getByLabel(/^Select amq\.topic to exchange shop/).check();
    await page.getByRole('button', { name: 'Unbind', exact: true }).click();
    await page.getByRole('button', { name: 'Unbind 2 bindings' }).click();
    await page.getByText('eu.*', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText('order.#', { exact: true }).waitFor();

    await page.getByLabel('Arguments, as JSON').fill('{tenant}');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.getByText('The arguments are no JSON').waitFor();
  });

  it('says where a message would go, and which bindings are near', async () => {
    const page = await console.open({ at: `${AT}?tab=routing` });
    await page.getByLabel('Routing key').fill('order.new');
    await page.getByRole('button', { name: 'Find out' }).click();
    await page.getByText('It would go to 1 queue.').waitFor();
    await page.getByRole('link', { name: 'orders', exact: true }).first().waitFor();
    await page.getByLabel('Routing key').fill('orders.new');
    await page.getByRole('button', { name: 'Find out' }).click();
    await page.getByText('It would reach no queue').waitFor();
    await page.getByText('it goes on to the alternate exchange lost').waitFor();
    await page.getByText('1 word differs').waitFor();
  });

  it('publishes with a key, and says whether a queue took it', async () => {
    const page = await console.open({ at: `${AT}?tab=publish` });
    await page.getByLabel('Routing key').fill('order.new');
    await page.getByLabel('Body', { exact: true }).fill('{"id":1}');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published: a queue has it.').waitFor();
    await page.getByLabel('Routing key').fill('refund');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('No queue took it.').waitFor();
  });

  it('shows what waits in a delayed one, and cancels it', async () => {
    const channel = await (await console.client()).createConfirmChannel();
    const delayed = { arguments: { 'x-delayed-type': 'topic' } };
    await channel.assertExchange('later', 'x-delayed-message', delayed);
    const headers = { 'x-delay': 3_600_000 };
    channel.publish('later', 'k', Buffer.from('{"id":1}'), { headers });
    await channel.waitForConfirms();
    await channel.close();
    const page = await console.open({ at: '#/exchanges/%2F/later' });
    await page.getByRole('link', { name: 'Delayed 1' }).click();
    await page.getByText(/^due in (1 h|59 min)/).waitFor();
    await page.getByRole('button', { name: 'Cancel message' }).click();
    await page.getByRole('button', { name: 'Cancel the message' }).click();
    await page.getByText('No message waits.').waitFor();
  });

  it('deletes after a question, but not what every vhost has', async () => {
    await console.api('PUT', '/exchanges/%2F/brief', { type: 'fanout' });
    const page = await console.open({ at: '#/exchanges' });
    await page.getByRole('link', { name: '(default exchange)' }).click();
    await page.getByRole('heading', { name: 'Default exchange' }).waitFor();
    await page.getByText('No arguments, and no policy matches.').waitFor();
    expect(await page.getByRole('button', { name: 'Delete' }).count()).to.equal(0);
    await page.goto(`${console.url}/#/exchanges/%2F/brief`);
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Exchanges' }).waitFor();
    await page.goto(`${console.url}/#/exchanges/%2F/brief`);
    await page.getByRole('heading', { name: 'No such exchange' }).waitFor();
  });

  it('is accessible in all of its parts, and fits into 360 px in the dark', async () => {
    const page = await console.open({ at: AT, width: 360, colorScheme: 'dark' });
    for (const [tab, shown] of [
      ['', /highest priority, 7/],
      ['bindings', /^order\.#$/],
      ['publish', /^Publish to this exchange$/],
      ['routing', /^Where would a message go\?$/],
    ] as const) {
      await page.goto(`${console.url}/${AT}?tab=${tab}`);
      await page.getByText(shown).waitFor();
      expect(await console.violations(page), tab).to.deep.equal([]);
      expect(await console.overflow(page), tab).to.equal(0);
    }
  });
});
