import { expect } from 'chai';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The overview', (console) => {
  it('shows the address and how to begin until the first message flows', async () => {
    const page = await console.open();
    await page.getByText('Waiting for the first message').waitFor();
    await page.getByText(console.amqpUrl, { exact: true }).waitFor();
    for (const language of ['Python', 'Java', 'Go', 'C#', 'JavaScript']) {
      await page.getByRole('button', { name: language, exact: true }).click();
      const code = await page.getByLabel(`Program in ${language}`, { exact: true }).textContent();
      expect(code, language).to.include(console.amqpUrl);
    }
    const channel = await (await console.client()).createConfirmChannel();
    await channel.assertQueue('first');
    channel.sendToQueue('first', Buffer.from('Hello, hare!'));
    await channel.waitForConfirms();
    await page.getByText('Your first message is here').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Your first message is here').waitFor({ state: 'detached' });
    await channel.deleteQueue('first');
    await channel.close();
  });

  it('has no use for that panel once something has flowed', async () => {
    const page = await console.open();
    await page.getByRole('heading', { name: 'Messages in queues' }).waitFor();
    expect(await page.getByText('Waiting for the first message').count()).to.equal(0);
  });

  it('counts what is there', async () => {
    const channel = await (await console.client()).createConfirmChannel();
    await channel.assertQueue('counted');
    for (let sent = 0; sent < 7; sent++) channel.sendToQueue('counted', Buffer.from('x'));
    await channel.waitForConfirms();
    const page = await console.open();
    const figure = (title: string): Promise<string | null> =>
      page.locator('.figure', { hasText: title }).locator('dd').first().textContent();
    expect(
      await eventually(
        () => figure('Backlog'),
        (text) => text === '7',
      ),
    ).to.equal('7');
    expect(await figure('Connections')).to.equal('1');
    await channel.close();
  });

  it('shows rates while messages flow', async () => {
    const channel = await (await console.client()).createChannel();
    await channel.assertQueue('flow');
    await channel.consume('flow', () => {}, { noAck: true });
    const page = await console.open();
    const legend = page.locator('.legend button', { hasText: 'In' }).first().locator('b');
    let sentCount = 0;
    const rate = await eventually(
      async () => {
        channel.sendToQueue('flow', Buffer.from(`${++sentCount}`));
        return legend.textContent();
      },
      (text) => text !== null && /^[\d.,]+\/s$/.test(text) && text !== '0/s',
    );
    expect(rate)
      .to.match(/^[\d.,]+\/s$/)
      .and.not.equal('0/s');
    await channel.close();
  });

  it('tells how late the event loop is, and how long a commit takes', async () => {
    const channel = await (await console.client()).createConfirmChannel();
    await channel.assertQueue('kept', { durable: true });
    const page = await console.open();
    const figure = (title: string): Promise<string | null> =>
      page.locator('.figure', { hasText: title }).locator('dd').first().textContent();
    const isTime = (text: string | null): boolean => text !== null && /\d (ms|s)$/.test(text);
    const commit = await eventually(async () => {
      channel.sendToQueue('kept', Buffer.from('x'), { persistent: true });
      await channel.waitForConfirms();
      return figure('Commit');
    }, isTime);
    expect(commit).to.match(/\d (ms|s)$/);
    expect(await eventually(() => figure('Event loop'), isTime)).to.match(/\d (ms|s)$/);
    await channel.close();
  });

  it('tells nothing of the node to those who do not monitor', async () => {
    const page = await console.open({ as: await console.addUser('manager', 'management') });
    await page.getByRole('heading', { name: 'Messages in queues' }).waitFor();
    expect(await page.getByText('Memory of').count()).to.equal(0);
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [1_280, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const page = await console.open({ width, colorScheme });
      await page.getByText('Memory of').waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
    });
  }
});
