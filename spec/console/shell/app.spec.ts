import { expect } from 'chai';
import { describeConsole } from '../../support/test-console.js';

describeConsole('The frame of the console', (console) => {
  it('leads from page to page, by links and by keys', async () => {
    const page = await console.open();
    await page.getByRole('navigation').getByRole('link', { name: 'Queues' }).click();
    await page.getByRole('heading', { name: 'Queues', exact: true }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Messages in queues' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('heading', { name: 'Queues', exact: true }).waitFor();
    await page.waitForFunction("document.title === 'Queues · Leveret'");
  });

  it('shows its keys on "?", and closes them on Escape', async () => {
    const page = await console.open();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is light, dark, or what the system says, and remembers', async () => {
    const page = await console.open({ colorScheme: 'light' });
    const background = (): Promise<string> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    const toggle = page.locator('[data-action=theme]');
    await toggle.click();
    expect(await background()).to.equal(light);
    await toggle.click();
    const dark = await background();
    expect(dark).not.to.equal(light);
    await page.reload();
    await page.locator('header.top').waitFor();
    expect(await background()).to.equal(dark);
    await page.keyboard.press('t');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await background()).to.equal(dark);
  });

  it('says that there is no such page', async () => {
    const page = await console.open({ at: '#/nonsense' });
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
  });

  it('lets the keyboard skip to the page', async () => {
    const page = await console.open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).to.equal('main');
  });
});
