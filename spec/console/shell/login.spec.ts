import { expect } from 'chai';
import { describeConsole } from '../../support/test-console.js';

describeConsole('The login of the console', (console) => {
  it('says that a password is wrong, and lets in with the right one', async () => {
    const page = await console.open({ as: null });
    await console.logIn(page, 'guest', 'wrong');
    await page.getByText('Wrong user name or password.').waitFor();
    await console.logIn(page, 'guest', 'guest');
    await page.getByRole('link', { name: 'Queues', exact: true }).first().waitFor();
  });

  it('lets nobody in who has no tag for it, and says why', async () => {
    await console.api('PUT', '/users/nobody', { password: 'pw', tags: '' });
    const page = await console.open({ as: null });
    await console.logIn(page, 'nobody', 'pw');
    await page.getByText('This user has no tag for the console').waitFor();
  });

  it('is kept over a reload, and forgotten by logging out', async () => {
    const page = await console.open();
    await page.reload();
    await page.locator('header.top').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.reload();
    await page.getByLabel('Password').waitFor();
  });

  it('is asked for again where one is when the password does not count any more', async () => {
    const as = await console.addUser('ada', 'management');
    const page = await console.open({ as, at: '#/queues' });
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
    await console.api('PUT', '/users/ada', { password: 'new', tags: 'management' });
    await page.getByRole('dialog', { name: 'Log in again' }).waitFor();
    await console.logIn(page, 'ada', 'new');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(page.url()).to.match(/#\/queues$/);
    await page.getByRole('heading', { name: 'Queues' }).waitFor();
  });

  for (const [width, colorScheme] of [
    [1_280, 'light'],
    [360, 'dark'],
  ] as const) {
    it(`is accessible in ${colorScheme}, at ${width} px`, async () => {
      const page = await console.open({ as: null, width, colorScheme });
      await page.getByLabel('Password').waitFor();
      expect(await console.violations(page)).to.deep.equal([]);
      expect(await console.overflow(page)).to.equal(0);
    });
  }
});
