import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole } from '../../../support/test-console.js';

interface Trace {
  readonly id: string;
}

/** What a request says. */
interface Call {
  readonly replyTo: string;
  readonly correlationId: string;
}

describeConsole('The page of message traces', (console) => {
  const start = async (body: object): Promise<string> => {
    const { id } = (await console.api('POST', '/traces/%2F', body)) as Trace;
    return `#/trace/%2F/${id}`;
  };
  const steps = (page: Page) => page.locator('.timeline .step-head b');
  const shown = async (page: Page, titles: readonly string[]): Promise<void> => {
    await steps(page)
      .nth(titles.length - 1)
      .waitFor();
    expect(await steps(page).allTextContents()).to.deep.equal(titles);
  };

  before(async () => {
    const dead = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
    await console.api('PUT', '/queues/%2F/work', { arguments: dead });
    for (const name of ['dead', 'calls']) await console.api('PUT', `/queues/%2F/${name}`, {});
    await console.api('POST', '/bindings/%2F/e/amq.topic/q/work', { routing_key: 'work.*' });
  });
  beforeEach(async () => {
    for (const { id } of (await console.api('GET', '/traces')) as Trace[]) {
      await console.api('DELETE', `/traces/%2F/${id}`);
    }
    for (const name of ['work', 'dead', 'calls']) {
      await console.api('DELETE', `/queues/%2F/${name}/contents`);
    }
  });

  it('says what to do, starts a trace, and shows each message as it comes', async () => {
    const page = await console.open({ at: '#/' });
    await page.locator('main').press('g');
    await page.locator('main').press('m');
    await page.getByRole('heading', { name: 'Message trace' }).waitFor();
    await page.getByText('Nothing is traced.').waitFor();
    await page.getByLabel('Name of the queue').fill('none');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText("no queue 'none' in vhost '/'").waitFor();
    await page.getByLabel('Name of the queue').fill('work');
    await page.getByRole('combobox', { name: 'For', exact: true }).selectOption('1 hour');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('No message has come yet.').waitFor();
    await page.getByText(/^ends in (1 h|59 min)/).waitFor();
    const channel = await (await console.client()).createChannel();
    channel.publish('amq.topic', 'work.new', Buffer.from('x'), { correlationId: 'order-1' });
    await page.getByRole('button', { name: 'Message 1: work.new' }).click();
    await shown(page, ['Published', 'Routed to 1 queue', 'Queued']);
    const way = page.getByRole('region', { name: 'Message 1' });
    await way.getByText('At the head of the queue.').waitFor();
    await way.getByText('work.*').waitFor();
    await channel.consume('work', (message) => message !== null && channel.ack(message));
    await steps(page).getByText('Acknowledged').waitFor();
    await shown(page, ['Published', 'Routed to 1 queue', 'Queued', 'Delivered', 'Acknowledged']);
    await page.getByText('acknowledged in work').waitFor();
    await channel.close();
    await page.reload();
    await way.getByRole('link', { name: 'work', exact: true }).first().click();
    await page.getByRole('heading', { name: 'work' }).waitFor();
    await page.getByRole('link', { name: 'Trace its messages' }).click();
    const name = page.getByLabel('Name of the queue');
    await name.waitFor();
    expect(await name.inputValue()).to.equal('work');
  });

  it('follows a message to where it died, and finds it by its correlation id', async () => {
    const at = await start({ exchange: 'amq.topic' });
    const channel = await (await console.client()).createChannel();
    for (const correlationId of ['order-1', 'order-2']) {
      channel.publish('amq.topic', 'work.new', Buffer.from('x'), { correlationId });
    }
    await channel.consume(
      'work',
      (message) => message !== null && channel.nack(message, false, false),
    );
    const page = await console.open({ at });
    await page.getByRole('button', { name: 'Message 2: work.new' }).waitFor();
    await page.getByRole('searchbox').fill('order-1');
    await page.getByRole('button', { name: 'Message 2: work.new' }).waitFor({ state: 'detached' });
    await page.getByText('waits in dead').waitFor();
    await page.getByRole('button', { name: 'Message 1: work.new' }).click();
    const died = ['Delivered', 'Rejected', 'Dead-lettered', 'Queued'];
    await shown(page, ['Published', 'Routed to 1 queue', 'Queued', ...died]);
    await page.getByRole('button', { name: 'Close' }).click();
    await steps(page).first().waitFor({ state: 'detached' });
    await channel.close();
  });

  it('shows a request and its reply as one', async () => {
    const at = await start({ queue: 'calls' });
    const channel = await (await console.client()).createChannel();
    const replyTo = 'amq.rabbitmq.reply-to';
    await channel.consume(replyTo, () => {}, { noAck: true });
    await channel.consume('calls', (message) => {
      if (message === null) return;
      const { replyTo: to, correlationId } = message.properties as Call;
      channel.sendToQueue(to, Buffer.from('42'), { correlationId });
      channel.ack(message);
    });
    channel.sendToQueue('calls', Buffer.from('?'), { correlationId: 'c', replyTo });
    const page = await console.open({ at });
    await page.getByRole('button', { name: 'Message 1: calls' }).click();
    await page.getByText(/^Request and reply took/).waitFor();
    await page.getByRole('heading', { name: 'Reply' }).waitFor();
    const whole = ['Published', 'Routed to 1 queue', 'Queued', 'Delivered', 'Acknowledged'];
    await shown(page, [...whole, 'Published', 'Routed', 'Delivered']);
    expect(await page.getByRole('button', { name: /^Message / }).count()).to.equal(1);
    await channel.close();
  });

  it('stops a trace, whose messages stay, and asks before it is deleted', async () => {
    const at = await start({ correlation_id: 'c' });
    await console.api('POST', '/exchanges/%2F/amq.topic/publish', {
      routing_key: 'nowhere',
      properties: { correlation_id: 'c' },
      payload: '',
      payload_encoding: 'string',
    });
    const page = await console.open({ at });
    await page.getByText('no queue took it').waitFor();
    await page.getByRole('button', { name: 'Stop: correlation id c' }).click();
    await page.getByText('ended', { exact: true }).waitFor();
    await page.getByText('no queue took it').waitFor();
    await page.getByRole('button', { name: 'Delete: correlation id c' }).click();
    await page.getByRole('button', { name: 'Delete the trace' }).click();
    await page.getByText('Nothing is traced.').waitFor();
    await page.goto(`${console.url}/${at}`);
    await page.getByText('This trace is no more').waitFor();
  });

  it('offers what the tags allow, and shows what the broker refuses', async () => {
    await console.api('PUT', '/users/reader', { password: 'pw', tags: 'management' });
    const permission = { configure: '', write: '', read: '^work$' };
    await console.api('PUT', '/permissions/%2F/reader', permission);
    await start({ queue: 'dead' });
    const page = await console.open({ as: 'reader:pw', at: '#/trace' });
    await page.getByText('Nothing is traced.').waitFor();
    const kinds = page.getByLabel('Follow messages of').locator('option');
    expect(await kinds.allTextContents()).to.deep.equal(['a queue', 'an exchange']);
    await page.getByLabel('Name of the queue').fill('dead');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Access refused.').waitFor();
    await page.getByLabel('Name of the queue').fill('work');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('link', { name: 'queue work' }).waitFor();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const queue = `طلبات-🐇-${width}-${'x'.repeat(200)}`;
      await console.api('PUT', `/queues/%2F/${encodeURIComponent(queue)}`, {});
      const at = await start({ queue });
      const channel = await (await console.client()).createChannel();
      const correlationId = 'y'.repeat(255);
      channel.sendToQueue(queue, Buffer.from('x'), { correlationId, CC: ['dead'] });
      const page = await console.open({ at: `${at}?message=1`, width, colorScheme });
      await shown(page, ['Published', 'Routed to 2 queues', 'Queued', 'Queued']);
      await page.getByText('copy 2').waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
      await channel.close();
    });
  }
});
