/**
 * `npm run screenshots [-- name ...]`: starts a broker in a temporary folder, on free ports, puts
 * the traffic of a small shop on it, and takes every page of the console, or those named, in light
 * and dark, into docs/images. The pages are those of spec/support/console-pages.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt, ensureConsole, ensureInstalled, root } from './ensure.mjs';

ensureInstalled();
ensureBuilt('src', 'spec', 'conformance');
if (!ensureConsole()) process.exit(1);
const { chromium } = await import('playwright-core');
const { openShop } = await import('./shop.mjs');
const { withPalette } = await import('./png.mjs');
const { addressOf, CONSOLE_PAGES } = await import('../dist/spec/support/console-pages.js');

const FOLDER = join(root, 'docs/images');
const WIDTH = 1_280;
const HEIGHT = 800;
/** A longer page is cut off: the picture is to be read at the width of a column. */
const HEIGHT_MAX = 1_250;
/** Until charts have something to show. */
const WATCH_MS = 75_000;
const REDRAW_MS = 1_000;
const LOGIN = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
/** The name of the machine is nobody's business. */
const UNDER_ANOTHER_NAME =
  'data:text/javascript,import os from "node:os";' +
  'import { syncBuiltinESMExports } from "node:module";' +
  'os.hostname = () => "shop"; syncBuiltinESMExports();';

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function startBroker(folder) {
  const ports = ['--port', '0', '--management-port', '0', '--data-dir', folder];
  const main = join(root, 'dist/src/main.js');
  const args = ['--import', UNDER_ANOTHER_NAME, main, 'start', ...ports, '--log-level', 'warn'];
  const broker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: broker.stdout })) {
    const ready = /^leveret ready (amqp:\S+) (http:\S+)/.exec(line);
    if (ready !== null) return { broker, amqpUrl: ready[1], url: ready[2] };
  }
  throw new Error('the broker has ended');
}

function apiOf(url) {
  return async (method, path, body) => {
    const request = { method, headers: { authorization: LOGIN }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/api${path}`, request);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}

/** Once the broker lists them. */
async function subjectsOf({ subjects, connectionName }, api) {
  for (;;) {
    const channels = await api('GET', '/channels');
    const connections = await api('GET', '/connections');
    const connection = connections.find((each) => each.user_provided_name === connectionName);
    const channel = channels.find((each) => each.connection_details.name === connection?.name);
    if (channel !== undefined) {
      return { ...subjects, connection: connection.name, channel: channel.name };
    }
    await wait(200);
  }
}

async function openPage(browser, url, address) {
  const viewport = { width: WIDTH, height: HEIGHT };
  const context = await browser.newContext({ viewport, colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto(`${url}/${address}`);
  await page.getByLabel('User').fill('guest');
  await page.getByLabel('Password').fill('guest');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('header.top').waitFor();
  return page;
}

/** As they are: making them small would hold up the shop, which is in this process. */
async function take(page, name) {
  const pictures = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.mouse.move(0, 0);
    await wait(REDRAW_MS);
    const height = await page.evaluate('scrollY + main.getBoundingClientRect().bottom');
    const clip = { x: 0, y: 0, width: WIDTH, height: Math.min(height, HEIGHT_MAX) };
    const png = await page.screenshot({ fullPage: true, clip });
    pictures.push({ name: `${name}-${colorScheme}.png`, png });
  }
  return pictures;
}

function save(pictures) {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, png } of pictures) {
    const picture = withPalette(png);
    writeFileSync(join(FOLDER, name), picture);
    process.stdout.write(`${name} ${(picture.length / 1_000).toFixed(0)} KB\n`);
  }
}

async function main(names) {
  const pages = CONSOLE_PAGES.filter(({ name }) => names.length === 0 || names.includes(name));
  const folder = mkdtempSync(join(tmpdir(), 'leveret-screenshots-'));
  const { broker, amqpUrl, url } = await startBroker(folder);
  const pictures = [];
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const api = apiOf(url);
    const shop = await openShop(amqpUrl, api);
    const subjects = await subjectsOf(shop, api);
    const opened = [];
    for (const page of pages) opened.push(await openPage(browser, url, addressOf(page, subjects)));
    await wait(WATCH_MS);
    for (const [index, { name }] of pages.entries()) {
      pictures.push(...(await take(opened[index], name)));
    }
    await shop.stop();
  } finally {
    await browser.close();
    broker.kill('SIGINT');
    await once(broker, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
  save(pictures);
}

await main(process.argv.slice(2));
