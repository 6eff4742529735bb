/**
 * The console as people use it: a broker of its own, in a process of its own, and Debian's Chromium
 * before it. Whatever a page says to the browser's console, and whatever it asks of another origin,
 * is a fault. Where there is no Chromium the suites are skipped by name.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqp, { type ChannelModel } from 'amqplib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { Program } from './program.js';

const EXECUTABLE = [
  process.env['CHROMIUM'] ?? '',
  // Opens no window for each page, and takes a quarter of the time of a processor.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starting a browser and a broker, on a machine that does other things too. */
const SUITE_LIMIT_MS = 60_000;
const WAIT_LIMIT_MS = 15_000;

const axeSource = (): string =>
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ONLY_COLORS = { runOnly: ['color-contrast'] };

/** What axe.run gives, as far as it is used here. */
interface AxeOutcome {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

export interface OpenOptions {
  /** Name and password; null for the page that asks. */
  readonly as?: string | null;
  readonly at?: string;
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Suites of one file share a broker and a browser. */
export function describeConsole(title: string, suite: (console: TestConsole) => void): void {
  describe(EXECUTABLE === undefined ? `${title} (there is no Chromium)` : title, function () {
    this.timeout(SUITE_LIMIT_MS);
    const tested = new TestConsole();
    before(async function () {
      if (EXECUTABLE === undefined) this.skip();
      else await tested.start();
    });
    afterEach(() => tested.closePages());
    suite(tested);
    // After what the suite itself ends.
    after(() => tested.stop());
  });
}

export class TestConsole {
  url = '';
  amqpUrl = '';
  readonly #folder = mkdtempSync(join(tmpdir(), 'leveret-console-'));
  readonly #contexts: BrowserContext[] = [];
  readonly #faults: string[] = [];
  #program: Program | undefined;
  #browser: Browser | undefined;
  #client: ChannelModel | undefined;

  async start(): Promise<void> {
    const flags = ['--port', '0', '--management-port', '0', '--data-dir', this.#folder];
    this.#program = new Program(['dist/src/main.js', 'start', ...flags]);
    const ready = await this.#program.line(/^leveret ready (amqp:\S+) (http:\S+)/);
    [, this.amqpUrl = '', this.url = ''] = ready;
    this.#browser = await chromium.launch({
      ...(EXECUTABLE !== undefined && { executablePath: EXECUTABLE }),
      args: ARGUMENTS,
    });
  }

  /** One connection for all of a suite's traffic. */
  async client(): Promise<ChannelModel> {
    this.#client ??= await amqp.connect(this.amqpUrl);
    return this.#client;
  }

  /** As guest, below /api. */
  async api(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  async addUser(name: string, tags: string): Promise<string> {
    await this.api('PUT', `/users/${name}`, { password: 'pw', tags });
    const all = { configure: '.*', write: '.*', read: '.*' };
    await this.api('PUT', `/permissions/%2F/${name}`, all);
    return `${name}:pw`;
  }

  async open(options: OpenOptions = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('start comes first');
    const { as = 'guest:guest', at = '#/', width = 1_280, colorScheme = 'light' } = options;
    const viewport = { width, height: 800 };
    const context = await this.#browser.newContext({ colorScheme, viewport });
    context.setDefaultTimeout(WAIT_LIMIT_MS);
    this.#contexts.push(context);
    const page = await context.newPage();
    this.#watch(page);
    await page.goto(`${this.url}/${at}`);
    if (as === null) return page;
    const [name = '', password = ''] = as.split(':');
    await this.logIn(page, name, password);
    await page.locator('header.top').waitFor();
    return page;
  }

  async logIn(page: Page, name: string, password: string): Promise<void> {
    await page.getByLabel('User').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
  }

  /**
   * What axe-core calls serious or critical: nothing, in a page that is good. In another light only
   * colours can be wrong that were right before.
   */
  async violations(page: Page, isOfColors = false): Promise<readonly string[]> {
    if (await page.evaluate<boolean>("typeof axe === 'undefined'")) {
      await page.evaluate(axeSource());
    }
    const options = { resultTypes: ['violations'], ...(isOfColors && ONLY_COLORS) };
    const { violations } = await page.evaluate<AxeOutcome>(`axe.run(${JSON.stringify(options)})`);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  /** px by which the page is wider than the window. */
  overflow(page: Page): Promise<number> {
    return page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
  }

  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`the page had faults:\n${faults.join('\n')}`);
  }

  async stop(): Promise<void> {
    await this.#client?.close();
    await this.#browser?.close();
    await this.#program?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) => this.#faults.push(error.message));
    page.on('console', (message) => {
      // A refusal of the API is shown by the page; the browser says so on its own.
      if (message.type() !== 'error' || /Failed to load resource/.test(message.text())) return;
      this.#faults.push(message.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin === this.url || protocol === 'blob:') return;
      this.#faults.push(`asks ${request.url()}`);
    });
  }
}

/** Waits until `read` gives what is wanted, with a limit; gives what it gave last. */
export async function eventually<T>(
  read: () => Promise<T>,
  isWanted: (value: T) => boolean,
): Promise<T> {
  const limit = performance.now() + WAIT_LIMIT_MS;
  for (;;) {
    const value = await read();
    if (isWanted(value) || performance.now() > limit) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
