import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The page of a queue', (console) => {
  const AT = '#/queues/%2F/orders';
  const at = (name: string, tab = ''): string => `#/queues/%2F/${name}?tab=${tab}`;
  const figure = (page: Page, title: string): Promise<string | null> =>
    page.locator('.figure', { hasText: title }).first().locator('dd').textContent();

  const figureIs = async (page: Page, title: string, wanted: string): Promise<void> => {
    const read = (): Promise<string | null> => figure(page, title);
    expect(await eventually(read, (text) => text === wanted), title).to.equal(wanted);
  };

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
    const page = await console.open({ at: at('orders', 'publish') });
    await page.getByLabel('Body', { exact: true }).fill('{"id":12345678901234567890}');
    await page.getByLabel('Headers, as JSON').fill('{"tenant": "blue"}');
    await page.getByLabel('More properties, as JSON').fill('{"correlation_id": "c-7"}');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published: the queue has it.').waitFor();
    await figureIs(page, 'Ready', '1');

    await page.getByRole('link', { name: 'Messages 1' }).click();
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    const body = page.getByLabel('Body of message 1, JSON');
    expect(await body.textContent()).to.equal('{\n  "id": 12345678901234567890\n}');
    await page.getByText('blue', { exact: true }).waitFor();
    await page.getByText('c-7', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Hex' }).click();
    const hex = page.getByLabel('Body of message 1, Hex');
    expect(await hex.textContent()).to.match(/^000000 {2}7b 22 69 64/);

    await page.getByLabel('Then').selectOption('ack_requeue_false');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByText('redelivered', { exact: true }).waitFor();
    await figureIs(page, 'Ready', '0');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByText('No message is ready.').waitFor();
    // What was typed is still there.
    await page.getByRole('link', { name: 'Publish' }).click();
    expect(await page.getByLabel('Headers, as JSON').inputValue()).to.equal('{"tenant": "blue"}');
  });

  it('publishes from a template, many times, and says what is wrong beside it', async () => {
    await console.api('PUT', '/queues/%2F/many', {});
    const page = await console.open({ at: at('many', 'publish') });
    await page.getByLabel('Body', { exact: true }).fill('hello');
    await page.getByRole('button', { name: 'Save as…' }).click();
    await page.getByLabel('Name').fill('greeting');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByLabel('Template').selectOption('greeting');
    expect(await page.getByLabel('Body', { exact: true }).inputValue()).to.equal('hello');
    await page.getByLabel('Times').fill('25');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published: the queue has all 25.').waitFor();
    await figureIs(page, 'Ready', '25');
    await page.getByRole('button', { name: 'Delete template' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('None is saved yet').waitFor({ state: 'attached' });

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
    await figureIs(page, 'Unacknowledged', '1');
    await figureIs(page, 'Consumers', '1');
    await channel.close();
    await figureIs(page, 'Ready', '1');
    await page.getByRole('link', { name: 'Messages 1' }).click();
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByLabel('Body of message 1, Hex').waitFor();
  });

  it('says why messages wait, and who holds them', async () => {
    await console.api('PUT', '/queues/%2F/waiting', {});
    const page = await console.open({ at: at('waiting') });
    const channel = await (await console.client()).createChannel();
    channel.sendToQueue('waiting', Buffer.from('one'));
    channel.sendToQueue('waiting', Buffer.from('two'));
    await page.getByText('Nobody consumes from this queue.').waitFor();
    await channel.prefetch(1);
    await channel.consume('waiting', () => {}, { consumerTag: 'slow' });
    await page
      .getByText('Its consumer “slow” holds 1 message: all that its prefetch allows.')
      .waitFor();
    await page.getByRole('link', { name: 'Consumers 1' }).click();
    await page.getByText('holds 1 of 1').waitFor();
    await page.getByText('the oldest for').waitFor();
    await page.getByRole('button', { name: 'Cancel slow' }).click();
    await page.getByRole('button', { name: 'Cancel the consumer' }).click();
    await page.getByText('A client does with basic.consume.').waitFor();
    await channel.close();
  });

  it('says why nothing arrives, and where a message would go', async () => {
    await console.api('PUT', '/queues/%2F/lonely', {});
    const bind = { routing_key: 'order.new' };
    await console.api('POST', '/bindings/%2F/e/shop/q/lonely', bind);
    const as = await console.addUser('manager', 'management');
    const page = await console.open({ as, at: at('lonely') });
    await page.getByText('Nobody has published to the exchange “shop”.').waitFor();
    await page.getByLabel('With the key').fill('ordr.new');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('It would reach no queue at all.').waitFor();
    await page.getByText('“order.new” to “lonely”: 1 word differs').waitFor();
    await page.getByLabel('With the key').fill('order.new');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('It would come here.').waitFor();
    await page.getByLabel('And headers, as JSON').fill('[]');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('The headers must be an object').waitFor();

    const refusing = { 'x-max-length': 0, 'x-overflow': 'reject-publish' };
    await console.api('PUT', '/queues/%2F/full', { arguments: refusing });
    await page.goto(`${console.url}/${at('full')}`);
    await page.getByText('The queue refuses what is too much').waitFor();
  });

  it('begins its charts with what was before, as far back as is wanted', async () => {
    const page = await console.open({ at: at('orders') });
    await page.getByRole('heading', { name: 'Messages per second' }).waitFor();
    await page.getByRole('heading', { name: 'Age of the oldest message' }).waitFor();
    const asked = page.waitForRequest(/lengths_age=3600&lengths_incr=10/);
    await page.getByRole('button', { name: '1 h', exact: true }).click();
    await asked;
    expect(page.url()).to.include('span=1+h');
  });

  it('sends dead letters back after a dry run, and tells how far it is', async () => {
    await console.api('PUT', '/queues/%2F/dead', {});
    const letters = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    await console.api('PUT', '/queues/%2F/work', { arguments: letters });
    await console.api('PUT', '/queues/%2F/later', {});
    // At one a second they take long enough to be cancelled.
    const deadCount = 40;
    const channel = await (await console.client()).createConfirmChannel();
    for (let count = 0; count < deadCount; count++) channel.sendToQueue('work', Buffer.from('x'));
    channel.sendToQueue('dead', Buffer.from('never dead'));
    await channel.waitForConfirms();
    for (let count = 0; count < deadCount; count++) {
      const got = await channel.get('work');
      if (got !== false) channel.reject(got, false);
    }
    await channel.close();
    const page = await console.open({ at: at('dead', 'move') });
    await figureIs(page, 'Ready', String(deadCount + 1));
    const replay = page.locator('.panel', { hasText: 'Send dead letters back' });
    await replay.getByRole('button', { name: 'Dry run' }).click();
    await replay.getByText(`Would go back: ${deadCount} messages. Would stay: 1.`).waitFor();
    await replay.getByText('stays: no dead letter').waitFor();
    // The form says something else: it needs another dry run.
    await replay.getByLabel('Messages per second').fill('1');
    await replay.getByLabel('Died in the queue').fill('work');
    await replay.getByText('Would go back').waitFor({ state: 'detached' });
    await replay.getByRole('button', { name: 'Dry run' }).click();
    await replay.getByRole('button', { name: `Send back ${deadCount} messages` }).click();
    await page.getByText('under way', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Cancel Replay/ }).click();
    await page.getByText('cancelled', { exact: true }).waitFor();

    const move = page.locator('.panel', { hasText: 'Move messages to another queue' });
    await move.getByLabel('Target queue').fill('nowhere');
    await move.getByRole('button', { name: 'Dry run' }).click();
    await move.getByRole('alert').waitFor();
    await move.getByLabel('Target queue').fill('later');
    await move.getByRole('button', { name: 'Dry run' }).click();
    await move.getByRole('button', { name: /^Move \d+ messages$/ }).click();
    await page.getByText(/^Moved: \d+ messages\.$/).waitFor();
    await figureIs(page, 'Ready', '0');
  });

  it('looks at messages without taking them, searches, moves and deletes', async () => {
    await console.api('PUT', '/queues/%2F/looked', {});
    await console.api('PUT', '/queues/%2F/aside', {});
    const channel = await (await console.client()).createConfirmChannel();
    for (let id = 1; id <= 25; id++) {
      channel.sendToQueue('looked', Buffer.from(JSON.stringify({ id })));
    }
    await channel.waitForConfirms();
    await channel.close();
    const page = await console.open({ at: at('looked', 'messages') });
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
    await page.getByLabel('To the queue').fill('aside');
    await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click();
    await page.getByText('No message is ready that matches.').waitFor();
    await page.getByLabel('Search').fill('"id":8}');
    await page.getByRole('button', { name: 'Look' }).click();
    await messages.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the message' }).click();
    await page.getByText('No message is ready that matches.').waitFor();
    await figureIs(page, 'Ready', '23');
    await page.goto(`${console.url}/#/queues/%2F/aside`);
    await figureIs(page, 'Ready', '1');
  });

  it('binds and unbinds', async () => {
    const page = await console.open({ at: at('orders', 'bindings') });
    await page.getByText('order.#').waitFor();
    await page.getByLabel('Exchange', { exact: true }).fill('shop');
    await page.getByRole('textbox', { name: 'Routing key' }).fill('refund/ü');
    await page.getByRole('button', { name: 'Bind', exact: true }).click();
    await page.getByRole('button', { name: 'Unbind shop refund/ü' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unbind' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('refund/ü', { exact: true }).waitFor({ state: 'detached' });
    await page.getByLabel('Exchange', { exact: true }).fill('nowhere');
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
    await figureIs(page, 'Ready', '0');

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

  it('is accessible in each part, and fits into 360 px', async () => {
    const page = await console.open({ width: 360, colorScheme: 'dark' });
    for (const tab of ['consumers', 'bindings', 'messages', 'publish', 'move']) {
      await page.goto(`${console.url}/${at('orders', tab)}`);
      await page.locator('.panel >> visible=true').nth(1).waitFor();
      expect(await console.violations(page), tab).to.deep.equal([]);
      expect(await console.overflow(page), tab).to.equal(0);
    }
  });
});
