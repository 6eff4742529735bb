/** What holds for all pages of the console, whatever they show; spec/support/console-pages.ts. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { mayMonitor } from '../../src/console/api/may.js';
import {
  addressOf,
  CONSOLE_PAGES,
  type ConsolePage,
  headingOf,
  SELECTION,
  type Subjects,
} from '../support/console-pages.js';
import { ConsoleTraffic } from '../support/console-traffic.js';
import { ROOT } from '../support/program.js';
import { tabProblems } from '../support/tab-order.js';
import { describeConsole, eventually, type TestConsole } from '../support/test-console.js';

/** The pages are written in TSX, which no spec is compiled for: what they have been compiled to. */
const { PLACES } = (await import(
  new URL('../../src/console/shell/places.js', import.meta.url).href
)) as { readonly PLACES: readonly Place[] };

interface Place {
  readonly page: string;
  readonly title: string;
  readonly isFor?: (tags: readonly string[]) => boolean;
}

const ROLES = ['administrator', 'monitoring', 'policymaker', 'management'];
const SCRIPT_BYTES_MAX = 150_000;
/** All pages in one go, on a machine that does other things too. */
const WALK_LIMIT_MS = 120_000;

/** Loaded, and nothing wrong; the broker's refusals are alerts. */
const LOOK = `({
  heading: [...document.querySelectorAll('h1')].map((each) => each.textContent).join(),
  isLoading: [...document.querySelectorAll('[role=status]')]
    .some((each) => each.textContent.startsWith('Loading')),
  faults: [...document.querySelectorAll('[role=alert]')].map((each) => each.textContent),
})`;

interface Look {
  readonly heading: string;
  readonly isLoading: boolean;
  readonly faults: readonly string[];
}

interface Walk {
  readonly page: Page;
  readonly subjects: Subjects;
  readonly tags?: readonly string[];
  /** Those of single things are left out where their user may not see these things. */
  readonly isOfLists?: boolean;
  readonly look?: (place: ConsolePage) => Promise<readonly string[]>;
}

/** One page of the browser goes to all those that its user is shown, and tells what is wrong. */
async function walk(options: Walk): Promise<readonly string[]> {
  const { page, subjects, tags = ['administrator'], isOfLists = false } = options;
  const problems: string[] = [];
  const refused: string[] = [];
  page.on('response', (response) => {
    if (response.status() < 400) return;
    refused.push(`${response.status()} for ${response.request().method()} ${response.url()}`);
  });
  const mine = new Set(
    PLACES.filter(({ isFor }) => isFor?.(tags) ?? true).map((each) => each.page),
  );
  const places = CONSOLE_PAGES.filter(
    ({ page: name, names, isMonitored = false }) =>
      mine.has(name) && !(isOfLists && names !== undefined) && !(isMonitored && !mayMonitor(tags)),
  );
  for (const place of places) {
    await page.goto(new URL(addressOf(place, subjects), page.url()).href);
    const heading = headingOf(place, subjects);
    const isThere = (seen: Look): boolean =>
      seen.faults.length > 0 || (seen.heading.includes(heading) && !seen.isLoading);
    const seen = await eventually(() => page.evaluate<Look>(LOOK), isThere);
    if (!isThere(seen)) problems.push(`${place.name}: is not there in time`);
    const more = (await options.look?.(place)) ?? [];
    const found = [...seen.faults, ...refused.splice(0), ...more];
    problems.push(...found.map((each) => `${place.name}: ${each}`));
  }
  return problems;
}

/** By name, as a screen reader tells them. */
async function buttonsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(
    `[...document.querySelectorAll('main button, main input[type=checkbox]')]
      .filter((each) => each.checkVisibility() && !each.disabled)
      .map((each) => (each.ariaLabel ?? each.textContent).trim())`,
  );
}

describe('The list of all pages of the console', () => {
  it('has every place of the navigation', () => {
    const listed = new Set(CONSOLE_PAGES.map(({ page }) => page));
    const missing = PLACES.filter(({ page }) => !listed.has(page)).map(({ title }) => title);
    expect(missing, 'not in spec/support/console-pages.ts').to.deep.equal([]);
  });
});

describe('The script of the console', () => {
  it(`is smaller than ${SCRIPT_BYTES_MAX / 1_000} KB as it is sent`, function () {
    const folder = join(ROOT, 'dist/src/console/site/assets');
    const size = readdirSync(folder)
      .filter((name) => name.endsWith('.mjs.gz'))
      .reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const { test } = this;
    if (test !== undefined) test.title += ` (${(size / 1_000).toFixed(1)} KB)`;
    expect(size).to.be.within(1, SCRIPT_BYTES_MAX);
  });
});

describeConsole('Every page of the console', (console: TestConsole) => {
  const traffic = new ConsoleTraffic(console);
  let subjects: Subjects;
  before(async () => {
    subjects = await traffic.start();
    for (const role of ROLES) await console.addUser(`a-${role}`, role);
    const all = { configure: '.*', write: '.*', read: '.*' };
    for (const role of ROLES) {
      const where = `/permissions/${encodeURIComponent(subjects.vhost)}/a-${role}`;
      await console.api('PUT', where, all);
    }
  });
  after(() => traffic.stop());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is accessible in ${colorScheme}`, async () => {
      const page = await console.open({ colorScheme });
      const look = (): Promise<readonly string[]> =>
        console.violations(page, colorScheme === 'dark');
      expect(await walk({ page, subjects, look })).to.deep.equal([]);
    }).timeout(WALK_LIMIT_MS);
  }

  it('fits into 360 px', async () => {
    const page = await console.open({ width: 360 });
    const look = async (): Promise<readonly string[]> => {
      const excess = await console.overflow(page);
      return excess === 0 ? [] : [`is ${excess} px too wide`];
    };
    expect(await walk({ page, subjects, look })).to.deep.equal([]);
  }).timeout(WALK_LIMIT_MS);

  it('can be gone through by Tab alone, in order, and shows where one is', async () => {
    const page = await console.open();
    const look = (): Promise<readonly string[]> => tabProblems(page);
    expect(await walk({ page, subjects, look })).to.deep.equal([]);
  }).timeout(WALK_LIMIT_MS);

  for (const role of ROLES) {
    it(`shows to the tag ${role} what it may see, and nothing that it may not do`, async () => {
      const page = await console.open({ as: `a-${role}:pw` });
      const look = async ({ changes }: ConsolePage): Promise<readonly string[]> => {
        if (changes === undefined) return [];
        const { by, buttons } = changes;
        const shown = (await buttonsOf(page)).filter(
          (name) => buttons.test(name) || name === SELECTION,
        );
        if (role !== 'administrator' && role !== by) return shown.map((name) => `shows ${name}`);
        return shown.length > 0 ? [] : [`shows no button like ${buttons}`];
      };
      expect(await walk({ page, subjects, tags: [role], look })).to.deep.equal([]);
    }).timeout(WALK_LIMIT_MS);
  }

  it('is empty, and not at fault, for whom no vhost is open', async () => {
    await console.api('PUT', '/users/alone', { password: 'pw', tags: 'management' });
    const page = await console.open({ as: 'alone:pw' });
    const tags = ['management'];
    expect(await walk({ page, subjects, tags, isOfLists: true })).to.deep.equal([]);
  }).timeout(WALK_LIMIT_MS);

  it('asks for another login where the user has no tag', async () => {
    await console.api('PUT', '/users/untagged', { password: 'pw', tags: '' });
    const page = await console.open({ as: null });
    for (const place of CONSOLE_PAGES) {
      await page.goto(`${console.url}/${addressOf(place, subjects)}`);
      await console.logIn(page, 'untagged', 'pw');
      await page.getByText('This user has no tag for the console').waitFor();
      expect(await page.locator('header.top').count(), place.name).to.equal(0);
    }
  }).timeout(WALK_LIMIT_MS);
});
