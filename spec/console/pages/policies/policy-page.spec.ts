import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('A policy', (console) => {
  before(async () => {
    for (const name of ['orders', 'orders.🐇', 'طلبات', 'other']) {
      await console.api('PUT', `/queues/%2F/${encodeURIComponent(name)}`, {});
    }
    const limited = { arguments: { 'x-max-length': 3 } };
    await console.api('PUT', '/queues/%2F/orders-limited', limited);
  });

  it('is added after a preview of what it would match and change', async () => {
    const page = await console.open({ at: '#/policies?add=user' });
    await page.getByText('The policy needs a name and a setting').waitFor();
    await page.getByLabel('Name').fill('limits');
    await page.getByLabel('Pattern').fill('^orders');
    await page.getByRole('button', { name: 'Add setting' }).click();
    const value = page.getByRole('textbox', { name: 'max-length' });
    await value.fill('ten');
    await page.getByText('max-length is a number, not “ten”.').waitFor();
    await value.fill('5000');
    await page.getByText('= 5,000').waitFor();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('Matches 3 queues. In force for all of them.').waitFor();
    await preview.getByText('Different from now: 2 queues.').waitFor();
    const limited = preview.getByRole('listitem').filter({ hasText: 'orders-limited' });
    await limited.getByText('(an argument of the queue counts)').first().waitFor();
    await page.getByLabel('Pattern').fill('(');
    await preview.getByRole('alert').getByText('pattern should be regular expression').waitFor();
    await page.getByLabel('Pattern').fill('^orders');
    await page.getByLabel('Applies to').selectOption('classic_queues');
    expect(await console.api('GET', '/policies')).to.deep.equal([]);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'limits' }).waitFor();
    expect(await console.api('GET', '/policies/%2F/limits')).to.deep.include({
      'apply-to': 'classic_queues',
      definition: { 'max-length': 5_000 },
    });
  });

  it('is not added where there is one of its name', async () => {
    const page = await console.open({ at: '#/policies?add=user' });
    await page.getByLabel('Name').fill('limits');
    await page.getByRole('button', { name: 'Add setting' }).click();
    await page.getByRole('textbox', { name: 'max-length' }).fill('1');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('There is a policy “limits” already.').waitFor();
  });

  it('is changed, and tells what goes before it and what is lost', async () => {
    const high = { pattern: '^orders$', definition: { expires: 60_000 }, priority: 5 };
    await console.api('PUT', '/policies/%2F/high', high);
    const page = await console.open({ at: '#/policies/%2F/limits' });
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('On 1 queue another policy goes before it.').waitFor();
    await preview.getByText('outranked by high, priority 5').waitFor();
    await preview.getByText('Nothing would be different from now.').waitFor();
    await page.getByLabel('Priority').fill('6');
    await preview.getByText('in force, in place of high').waitFor();
    const lost = preview.getByRole('listitem').filter({ hasText: 'in place of high' });
    expect(await lost.locator('del').allTextContents()).to.deep.equal(['60000']);
    await page.getByLabel('Another setting').selectOption('overflow');
    await page.getByRole('button', { name: 'Add setting' }).click();
    await page.getByRole('combobox', { name: 'overflow' }).selectOption('reject-publish');
    await page.getByRole('button', { name: 'Remove max-length' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Policies', exact: true }).waitFor();
    expect(await console.api('GET', '/policies/%2F/limits')).to.deep.include({
      priority: 6,
      definition: { overflow: 'reject-publish' },
    });
  });

  it('of operators has the settings they may set, and is deleted after a question', async () => {
    const page = await console.open({ at: '#/policies?add=operator' });
    await page.getByRole('heading', { name: 'Add an operator policy' }).waitFor();
    const settings = page.getByLabel('Another setting');
    expect(await settings.locator('option[value=dead-letter-exchange]').count()).to.equal(0);
    await page.getByLabel('Name').fill('bounds');
    await page.getByRole('button', { name: 'Add setting' }).click();
    await page.getByRole('textbox', { name: 'max-length' }).fill('9');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('link', { name: 'bounds' }).click();
    await page.getByText('operator policy', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    const question = page.getByRole('dialog');
    await question.getByText('In force for 5 queues.').waitFor();
    await question.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Policies', exact: true }).waitFor();
    expect(await console.api('GET', '/operator-policies')).to.deep.equal([]);
  });

  it('can be looked at by those who may not change it', async () => {
    const as = await console.addUser('viewer', 'management');
    const page = await console.open({ as, at: '#/policies/%2F/limits' });
    await page.getByText('reject-publish').first().waitFor();
    await page.getByText('In force for all of them.').waitFor();
    expect(await page.getByRole('button', { name: /Save|Delete/ }).count()).to.equal(0);
  });

  it('says that there is none', async () => {
    const page = await console.open({ at: '#/policies/%2F/none' });
    await page.getByText('There is no such policy, or you may not see it.').waitFor();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, and fits into ${width} px`, async () => {
      const page = await console.open({ at: '#/policies/%2F/limits', width, colorScheme });
      await page.getByText('In force for all of them.').waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
    });
  }
});
