import { once } from 'node:events';
import amqp, { type ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The page of a connection', (console) => {
  /** Its client, and the address of its page. */
  const connect = async (
    clientProperties: Record<string, unknown> = {},
  ): Promise<[ChannelModel, string]> => {
    const before = await names();
    const connection = await amqp.connect(console.amqpUrl, { clientProperties });
    connection.on('error', () => {});
    const name = (await names()).find((each) => !before.includes(each)) ?? '';
    return [connection, `#/connections/${encodeURIComponent(name)}`];
  };
  const names = async (): Promise<readonly string[]> =>
    ((await console.api('GET', '/connections')) as { name: string }[]).map(({ name }) => name);

  it('tells who the client is and what was agreed, and closes it with a reason', async () => {
    const [connection, at] = await connect({
      product: 'till',
      version: '7',
      connection_name: '🐇 קופה',
      capabilities: { 'basic.nack': true },
      nested: { a: { b: [1, 2, { c: '<b>bold</b>' }] } },
    });
    const page = await console.open({ at });
    await page.getByRole('heading', { level: 1, name: /^127\.0\.0\.1:\d+ -> / }).waitFor();
    await page.getByText('🐇 קופה').first().waitFor();
    await page.getByText('basic.nack', { exact: true }).waitFor();
    await page.getByText('<b>bold</b>').first().waitFor();
    await page.getByText('none, not encrypted').waitFor();
    await page.getByText('by PLAIN').waitFor();

    const closed = once(connection, 'close') as Promise<[Error]>;
    await page.getByRole('button', { name: 'Close connection' }).click();
    await page.getByLabel('Reason, which the client is told').fill('schluß 🐇');
    await page.getByRole('dialog').getByRole('button', { name: 'Close connection' }).click();
    const [reason] = await closed;
    expect(reason.message).to.include('CONNECTION_FORCED - schluß 🐇');
    await page.getByText('This connection has ended.').waitFor();
  });

  it('lists its channels and its consumers, and leads to them', async () => {
    const [connection, at] = await connect();
    const channel = await connection.createConfirmChannel();
    await channel.assertQueue('orders');
    await channel.consume('orders', () => {}, { consumerTag: 'packing' });
    const page = await console.open({ at });
    const parts = page.getByRole('navigation', { name: 'Parts of this page' });
    await parts.getByRole('link', { name: 'Consumers' }).click();
    await page.getByRole('cell', { name: 'packing', exact: true }).waitFor();
    await page.getByRole('link', { name: 'orders', exact: true }).waitFor();
    await parts.getByRole('link', { name: 'Channels 1' }).click();
    await page.getByRole('cell', { name: 'confirms', exact: true }).waitFor();
    await page.getByRole('link', { name: /\(1\)$/ }).click();
    await page.getByRole('heading', { level: 1, name: /\(1\)$/ }).waitFor();
    await page.getByText('with confirms: told when a message is on the disk').waitFor();
  });

  it('stays whole whatever a client says of itself', async () => {
    let deep: object = { end: true };
    for (let depth = 0; depth < 20; depth++) deep = { [`level ${depth}`]: deep };
    const [, at] = await connect({
      connection_name: `${'ש'.repeat(300)}\u202e${'w'.repeat(1_000)}`,
      product: { not: 'a text' },
      capabilities: 'everything',
      deep,
      ['n'.repeat(120)]: 'v'.repeat(2_000),
    });
    const page = await console.open({ at, width: 360, colorScheme: 'dark' });
    await page.getByText('everything', { exact: true }).waitFor();
    await page.getByText('(2,000 characters)').click();
    await page.getByLabel('n'.repeat(120)).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
    await page.goto(`${console.url}/#/connections`);
    await page.getByRole('columnheader', { name: 'Client' }).waitFor();
    expect(await console.overflow(page)).to.equal(0);
  });

  it('offers no closing to those who may only look, and says what is not there', async () => {
    const [, at] = await connect();
    const page = await console.open({ at, as: await console.addUser('watcher', 'monitoring') });
    await page.getByText('by PLAIN').waitFor();
    expect(await page.getByRole('button', { name: 'Close connection' }).count()).to.equal(0);
    await page.goto(`${console.url}/#/connections/nobody`);
    await page.getByRole('heading', { name: 'No such connection' }).waitFor();
  });

  it('is accessible, and fits into 1,280 px', async () => {
    const [, at] = await connect({ product: 'till' });
    const page = await console.open({ at });
    await page.getByText('by PLAIN').waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
