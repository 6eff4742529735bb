import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The list of policies', (console) => {
  const policy = { pattern: '^shop', definition: { 'max-length': 50 } };

  it('says what policies are for when there are none', async () => {
    const page = await console.open();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Policies', exact: true }).waitFor();
    await page.getByText('There are no policies.').waitFor();
  });

  it('shows both kinds, and for how much each is in force', async () => {
    for (const name of ['shop-1', 'shop-2']) await console.api('PUT', `/queues/%2F/${name}`, {});
    await console.api('PUT', '/policies/%2F/shop', policy);
    await console.api('PUT', '/operator-policies/%2F/bounds', {
      pattern: '.*',
      definition: { 'max-length': 100 },
      'apply-to': 'exchanges',
    });
    const page = await console.open({ at: '#/policies' });
    const row = page.getByRole('row', { name: 'shop' });
    await row.getByRole('cell', { name: 'max-length: 50' }).waitFor();
    await row.getByRole('cell', { name: '2', exact: true }).waitFor();
    await page.getByRole('row', { name: 'bounds' }).getByText('operator').waitFor();
  });

  it('deletes many, after a question', async () => {
    await console.api('PUT', '/policies/%2F/طلبات%20🐇', policy);
    const page = await console.open({ at: '#/policies' });
    await page.getByLabel('Select / shop').check();
    await page.getByLabel('Select / طلبات 🐇').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('In force for 2 queues.').waitFor();
    await page.getByRole('button', { name: 'Delete 2 policies' }).click();
    await page.getByRole('link', { name: 'shop' }).waitFor({ state: 'detached' });
    expect(await console.api('GET', '/policies')).to.deep.equal([]);
  });

  it('offers no change to those who may not make it', async () => {
    const as = await console.addUser('reader', 'monitoring');
    const page = await console.open({ as, at: '#/policies' });
    await page.getByRole('link', { name: 'bounds' }).waitFor();
    expect(await page.getByRole('button', { name: /Add/ }).count()).to.equal(0);
    expect(await page.getByRole('checkbox').count()).to.equal(0);
    const maker = await console.open({
      as: await console.addUser('maker', 'policymaker'),
      at: '#/policies',
    });
    await maker.getByRole('button', { name: 'Add a policy' }).waitFor();
    expect(await maker.getByRole('button', { name: 'Add an operator policy' }).count()).to.equal(0);
  });

  it('is accessible, and fits into 360 px in the dark', async () => {
    await console.api('PUT', `/policies/%2F/${'long'.repeat(50)}`, policy);
    const page = await console.open({ at: '#/policies', width: 360, colorScheme: 'dark' });
    await page.getByRole('link', { name: 'bounds' }).waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
