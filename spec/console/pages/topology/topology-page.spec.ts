import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeConsole, eventually } from '../../../support/test-console.js';

describeConsole('The topology', (console) => {
  before(async () => {
    const put = (path: string, body: object) => console.api('PUT', path, body);
    const bind = (path: string, routing_key = '', args = {}) =>
      console.api('POST', `/bindings/%2F/e/${path}`, { routing_key, arguments: args });
    await put('/exchanges/%2F/shop', {
      type: 'topic',
      arguments: { 'alternate-exchange': 'rest' },
    });
    await put('/exchanges/%2F/rest', { type: 'fanout' });
    await put('/exchanges/%2F/chance', { type: 'x-random' });
    await put('/queues/%2F/orders', { arguments: { 'x-dead-letter-exchange': 'gone' } });
    for (const name of ['audit', 'left', 'right', 'unbound']) await put(`/queues/%2F/${name}`, {});
    await bind('shop/q/orders', 'order.*');
    await bind('shop/e/chance', 'chance');
    await bind('rest/q/audit');
    await bind('chance/q/left');
    await bind('chance/q/right');
  });

  const node = (page: Page, name: string) =>
    page.locator('.topology-node').filter({ has: page.getByText(name, { exact: true }) });
  const names = (page: Page): Promise<string[]> =>
    page.locator('.topology-name bdi').allInnerTexts();

  it('shows exchanges and queues with what flows, and leads to their pages', async () => {
    const channel = await (await console.client()).createChannel();
    await channel.consume('orders', () => {}, { noAck: true });
    const timer = setInterval(() => channel.publish('shop', 'order.new', Buffer.from('x')), 20);
    try {
      const page = await console.open({ at: '#/' });
      await page.keyboard.press('g');
      await page.keyboard.press('t');
      await page.getByRole('heading', { name: 'Topology' }).waitFor();
      await page.getByText('4 exchanges, 5 queues').waitFor();
      await node(page, 'orders').getByText('1 consumer').waitFor();
      await node(page, 'shop')
        .getByText(/^[1-9]\d*\/s$/)
        .waitFor();
      await node(page, 'gone').getByText('does not exist').waitFor();
      await page.locator('.topology-flow').first().waitFor({ state: 'attached' });
      await node(page, 'audit').click();
      await page.getByRole('heading', { name: 'audit' }).waitFor();
    } finally {
      clearInterval(timer);
      await channel.close();
    }
  });

  it('says the same in a table', async () => {
    const page = await console.open({ at: '#/topology' });
    await page.getByText('The picture as a table: 8 lines').click();
    const row = (text: RegExp) => page.getByRole('row', { name: text }).waitFor();
    await row(/exchange shop queue orders order\.\* Binding/);
    await row(/exchange shop exchange rest Alternate exchange/);
    await row(/queue orders exchange gone does not exist Dead letters/);
    expect(await console.violations(page)).to.eql([]);
  });

  it('keeps what a filter finds and what is connected to it, by the address', async () => {
    const page = await console.open({ at: '#/topology' });
    await node(page, 'unbound').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('LEFT');
    await node(page, 'unbound').waitFor({ state: 'detached' });
    expect((await names(page)).sort()).to.eql(['chance', 'left', 'shop']);
    expect(page.url()).to.contain('filter=LEFT');
    await page.getByLabel('Filter exchanges and queues').fill('nothing like it');
    await page.getByText('No exchange and no queue matches this filter.').waitFor();
  });

  it('lights the way of a message, and tells it', async () => {
    const page = await console.open({ at: '#/topology' });
    await page.getByLabel('Exchange', { exact: true }).fill('shop');
    await page.getByLabel('Routing key').fill('chance');
    await page.getByRole('button', { name: 'Show the way' }).click();
    await page.getByText(/^Chance, .+ it may go to 2 queues\.$/).waitFor();
    await page.locator('.topology-node.lit.certain', { hasText: 'chance' }).waitFor();
    await page.locator('.topology-node.lit.possible', { hasText: 'left' }).waitFor();
    await page.locator('.topology-node.dim', { hasText: 'orders' }).waitFor();
    expect(await page.locator('g.lit').count()).to.equal(3);
    expect(page.url()).to.contain('exchange=shop').and.to.contain('key=chance');
    expect(await console.violations(page)).to.eql([]);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('.topology-node.lit').first().waitFor({ state: 'detached' });
  });

  it('says what a message has missed, and what is wrong with a question', async () => {
    const page = await console.open({ at: '#/topology?exchange=shop&key=order.new.de' });
    await page.getByText('It would go to 1 queue.').waitFor();
    await page.getByText('No binding matches.').waitFor();
    await page.getByText('1 word differs').first().waitFor();
    await page.getByText('so on to the alternate exchange').waitFor();
    await page.getByLabel('Headers, as JSON').fill('{a');
    await page.getByRole('button', { name: 'Show the way' }).click();
    await page.getByRole('alert').getByText('The headers are no JSON').waitFor();
    await page.getByLabel('Headers, as JSON').fill('');
    await page.getByLabel('Exchange', { exact: true }).fill('nowhere');
    await page.getByRole('button', { name: 'Show the way' }).click();
    await page.getByRole('alert').getByText('Not Found').waitFor();
  });

  it('is moved and zoomed by keys, and its nodes are reached by Tab', async () => {
    const page = await console.open({ at: '#/topology' });
    await node(page, 'unbound').waitFor();
    const transform = (): Promise<string> =>
      page.evaluate("document.querySelector('.topology-canvas').style.transform");
    const seen = [await transform()];
    await page.getByRole('group', { name: /^Picture of the topology/ }).focus();
    for (const key of ['-', 'ArrowRight', '+', '0']) {
      await page.keyboard.press(key);
      const before = seen.at(-1);
      seen.push(await eventually(transform, (now) => now !== before));
    }
    expect(new Set(seen.slice(0, 4)).size).to.equal(4);
    expect(seen[4]).to.equal(seen[0]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('h1').filter({ hasNotText: 'Topology' }).waitFor();
  });

  it('is moved by dragging, which is no click, and zoomed by the wheel', async () => {
    const page = await console.open({ at: '#/topology' });
    await node(page, 'audit').hover();
    const box = (): Promise<{ x: number; width: number } | null> =>
      node(page, 'audit').boundingBox();
    const before = await box();
    await page.mouse.down();
    await page.mouse.move(300, 400, { steps: 4 });
    await page.mouse.up();
    const after = await eventually(box, (now) => now?.x !== before?.x);
    expect(after?.width).to.equal(before?.width);
    expect(page.url()).to.match(/#\/topology/);
    await page.mouse.wheel(0, 400);
    const zoomed = await eventually(box, (now) => now?.width !== before?.width);
    expect(zoomed?.width).to.be.below(before?.width ?? 0);
  });

  it('shows so many of very many, and says so', async () => {
    await console.api('PUT', '/vhosts/wide');
    for (let number = 0; number < 60; number++) {
      await console.api('PUT', `/queues/wide/q${number}`, {});
    }
    const page = await console.open({ at: '#/topology?vhost=wide&limit=50' });
    await page.getByText('50 of 61 shown, filter to see others').waitFor();
    expect(await names(page)).to.have.lengthOf(50);
    await page.getByRole('button', { name: 'Show the busiest now' }).click();
    await page.getByLabel('Show at most').selectOption('150');
    await page.getByText('1 exchange, 60 queues').waitFor();
    await page.getByLabel('Vhost').selectOption('/');
    await node(page, 'orders').waitFor();
  });

  it('says what to do in a vhost without anything', async () => {
    await console.api('PUT', '/vhosts/empty');
    const page = await console.open({ at: '#/topology?vhost=empty', width: 360 });
    await page.getByText(/There are no queues in this vhost/).waitFor();
    expect(await console.overflow(page)).to.be.at.most(0);
  });
});
