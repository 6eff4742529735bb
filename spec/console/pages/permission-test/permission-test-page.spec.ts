import { expect } from 'chai';
import { describeConsole } from '../../../support/test-console.js';

describeConsole('The permission test', (console) => {
  before(async () => {
    await console.api('PUT', '/users/ann', { password: 'pw', tags: '' });
    const patterns = { configure: '', write: '^(amq\\.topic|orders)$', read: '.*' };
    await console.api('PUT', '/permissions/%2F/ann', patterns);
    const keys = { exchange: 'amq.topic', write: '^{username}\\.', read: '.*' };
    await console.api('PUT', '/topic-permissions/%2F/ann', keys);
    await console.api('PUT', '/vhosts/shop');
  });

  it('answers with the rules that decided, and what a client is told', async () => {
    const page = await console.open({ at: '#/permission-test' });
    await page.getByLabel('User').selectOption('ann');
    await page.getByLabel('Vhost').selectOption('/');
    await page.getByLabel('Name').fill('amq.topic');
    await page.getByLabel('Routing key (optional)').fill('bob.news');
    await page.getByRole('button', { name: 'Test' }).click();
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('No: ann may not write to the exchange amq.topic').waitFor();
    await answer.getByText('The write permission ^(amq\\.topic|orders)$ matches').waitFor();
    await answer.getByText('The write topic permission ^{username}\\. does not match').waitFor();
    await answer.getByText("403 ACCESS_REFUSED - access to topic 'bob.news'").waitFor();
    await page.getByLabel('Routing key (optional)').fill('ann.news');
    await page.keyboard.press('Enter');
    await answer.getByText('Yes: ann may write to the exchange amq.topic').waitFor();
    await page.reload();
    await answer.getByText('Yes: ann may write to the exchange amq.topic').waitFor();
  });

  it('follows what changes, and tells of what is not there', async () => {
    const question = 'user=ann&vhost=shop&permission=read&resource=queue&name=none';
    const page = await console.open({ at: `#/permission-test?${question}` });
    await page.getByText('The user “ann” has no permissions in the vhost “shop”').waitFor();
    await page.getByText('There is no such queue now').waitFor();
    await console.api('PUT', '/permissions/shop/ann', { configure: '', write: '', read: 'none' });
    await page.getByText('Yes: ann may read from the queue none').waitFor();
    await page.getByRole('link', { name: 'Change the permissions of ann' }).click();
    await page.getByRole('heading', { name: 'ann' }).waitFor();
  });

  it('shows why the broker does not answer', async () => {
    const question = 'user=nobody&vhost=shop&permission=read&resource=queue&name=q';
    const page = await console.open({ at: `#/permission-test?${question}` });
    await page.getByRole('alert').getByText("there is no user 'nobody'").waitFor();
  });

  it('fits into 360 px with long names, and is accessible', async () => {
    const name = encodeURIComponent('long-'.repeat(50));
    const question = `user=ann&vhost=%2F&permission=write&resource=queue&name=${name}`;
    const at = `#/permission-test?${question}`;
    const page = await console.open({ at, width: 360 });
    await page.getByText('No: ann may not write to the queue').waitFor();
    expect(await console.violations(page)).to.deep.equal([]);
    expect(await console.overflow(page)).to.equal(0);
  });
});
