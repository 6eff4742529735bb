/**
 * The web console before a large broker: 10,000 queues, 1,000 connections with a channel each. How
 * long until a list is painted, how long from a key in its filter to the paint, what the tab holds
 * in memory; and what five open consoles take from the broker while messages flow. Run: node
 * bench/console.mjs [queues] [connections] (after a build, where Chromium is).
 *
 * The browser shares the machine with the broker, which no console in an office does. So the broker
 * is measured in three states, in turn: without consoles; with the requests of five consoles, as
 * they were recorded, sent by a small process at the same times; with five consoles in Chromium.
 * The second is what the broker loses; the third has in it what drawing takes from the machine. At
 * a paced rate, look at the broker's processor time, for the rate itself falls only when nothing is
 * left of the machine; flat out, at the messages that come through, and at the time for each.
 */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [QUEUES, CONNECTIONS] = [process.argv[2] ?? 10_000, process.argv[3] ?? 1_000].map(Number);
const PACED_RATE = 5_000;
const PAINTS = 7;
const KEYS = 20;
const KEY_EVERY_MS = 300;
const WATCH_MS = 60_000;
const RECORD_MS = 40_000;
const ROUNDS = 5;
const SETTLE_MS = 3_000;
const MEASURE_MS = 8_000;
/** What five people would look at. */
const OPEN = ['', 'queues', 'connections', 'channels', 'queues/%2F/flow'];
const CHROMIUM = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const most = (numbers) => Math.max(...numbers);
const print = (line) => process.stdout.write(`${line}\n`);

/** One of bench/console/parts.mjs in a process of its own, which answers what it is told. */
async function start(role, ...args) {
  const started = fork(new URL('console/parts.mjs', import.meta.url), [role, ...args.map(String)], {
    execArgv: [],
  });
  const answer = () => new Promise((resolve) => started.once('message', resolve));
  const tell = (message) => {
    const answered = answer();
    started.send(message);
    return answered;
  };
  return { ready: await answer(), tell, stop: () => started.kill('SIGKILL') };
}

async function openConsole(browser, base, at) {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${base}/#/${at}`);
  await page.getByLabel('User').fill('guest');
  await page.getByLabel('Password').fill('guest');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator('header.top').waitFor();
  return page;
}

/** In the page: the time from the start of the navigation to the frame with the first rows. */
const TELL_PAINT = `(() => {
  const look = () => {
    if (document.querySelector('tbody tr:not(.space)') === null) return requestAnimationFrame(look);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (window.paintedMs = performance.now());
    port2.postMessage(0);
  };
  requestAnimationFrame(look);
})()`;

async function paints(page, base, at) {
  await page.addInitScript(TELL_PAINT);
  const times = [];
  for (let count = 0; count <= PAINTS; count++) {
    await page.goto('about:blank');
    await page.goto(`${base}/#/${at}`);
    for (;;) {
      const ms = await page.evaluate('window.paintedMs');
      if (ms !== undefined) {
        // The first one also fetches the script.
        if (count > 0) times.push(ms);
        break;
      }
      await wait(20);
    }
  }
  return times;
}

/** In the page: for each key, the time from the event to the frame in which rows have changed. */
const TELL_KEYS = `(() => {
  window.keyMs = [];
  const table = document.querySelector('.table');
  let since;
  document.querySelector('input[type=search]').addEventListener('input', (typed) => {
    since = typed.timeStamp;
  }, { capture: true });
  new MutationObserver(() => {
    if (since === undefined) return;
    const from = since;
    since = undefined;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.keyMs.push(performance.now() - from);
      port2.postMessage(0);
    });
  }).observe(table, { childList: true, subtree: true, characterData: true });
})()`;

/** Each key changes what is shown: narrower by a digit, wider again. */
async function keystrokes(page, text) {
  await page.locator('tbody tr:not(.space)').first().waitFor();
  await page.locator('input[type=search]').focus();
  await page.evaluate(TELL_KEYS);
  const keys = [...text, ...Array.from(text, () => 'Backspace')];
  for (let count = 0; count < KEYS; count++) {
    await page.keyboard.press(keys[count % keys.length]);
    await wait(KEY_EVERY_MS);
  }
  return page.evaluate('window.keyMs');
}

/** What the tab's process has for itself, and the heap of its script after a collection. */
async function memoryOf(browser, page) {
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('HeapProfiler.enable');
  const isWhole = await inspector.send('Runtime.getHeapUsage');
  await inspector.send('HeapProfiler.collectGarbage');
  const { usedSize } = await inspector.send('Runtime.getHeapUsage');
  const { processInfo } = await (
    await browser.newBrowserCDPSession()
  ).send('SystemInfo.getProcessInfo');
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => anonMb(id));
  return { heapMb: usedSize / 1e6, fullHeapMb: isWhole.usedSize / 1e6, processMb: most(sizes) };
}

function anonMb(pid) {
  if (!existsSync(`/proc/${pid}/status`)) return NaN;
  const match = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(match?.[1]) * 1_024) / 1e6;
}

async function measurePages(browser, base) {
  const report = (what, times) => {
    print(`${what}: median ${median(times).toFixed(0)} ms, max ${most(times).toFixed(0)} ms`);
  };
  for (const at of ['queues', 'connections']) {
    const page = await openConsole(browser, base, at);
    report(`${at}: navigation to first rows painted (${PAINTS})`, await paints(page, base, at));
    const times = await keystrokes(page, '123');
    report(`${at}: key in the filter to paint (${times.length})`, times);
    await page.locator('input[type=search]').fill('');
    await wait(WATCH_MS);
    const { heapMb, fullHeapMb, processMb } = await memoryOf(browser, page);
    print(
      `${at}: memory after ${WATCH_MS / 1_000} s: process ${processMb.toFixed(0)} MB (RssAnon), ` +
        `script's heap ${fullHeapMb.toFixed(0)} MB, ${heapMb.toFixed(0)} MB after a collection`,
    );
    await page.context().close();
  }
}

/** What the consoles ask, and when: [ms, path]. */
async function record(pages) {
  const asked = [];
  const since = performance.now();
  const note = (request) => {
    const { pathname, search } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push([performance.now() - since, pathname + search]);
  };
  for (const page of pages) page.on('request', note);
  await wait(RECORD_MS);
  for (const page of pages) page.off('request', note);
  return asked;
}

/** Messages a second, processor time of the broker, and its longest stop, while it lasts. */
async function measure(broker, load) {
  await wait(SETTLE_MS);
  const [before, { received: from }] = [await broker.tell('use'), await load.tell('count')];
  const since = performance.now();
  await wait(MEASURE_MS);
  const [after, { received }] = [await broker.tell('use'), await load.tell('count')];
  const seconds = (performance.now() - since) / 1_000;
  const cpuMs = after.cpuMs - before.cpuMs;
  return {
    rate: (received - from) / seconds,
    cpuPercent: cpuMs / seconds / 10,
    cpuUs: (cpuMs * 1_000) / (received - from),
    stopMs: after.stopMs,
  };
}

/** In turn, so that all meet the same machine. */
async function compare(title, { broker, load, states }) {
  const results = Object.fromEntries(Object.keys(states).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { on, off }] of Object.entries(states)) {
      await on();
      results[name].push(await measure(broker, load));
      await off();
    }
  }
  const middle = (name, key) => median(results[name].map((each) => each[key]));
  print(`${title}, medians of ${ROUNDS} times ${MEASURE_MS / 1_000} s:`);
  const base = middle('without consoles', 'rate');
  for (const name of Object.keys(states)) {
    const rate = middle(name, 'rate');
    const facts = [
      `${rate.toFixed(0)} messages/s (${((rate / base - 1) * 100).toFixed(1)} %)`,
      `broker ${middle(name, 'cpuPercent').toFixed(1)} % of a core`,
      `${middle(name, 'cpuUs').toFixed(1)} µs for each message`,
      `longest stop ${middle(name, 'stopMs').toFixed(0)} ms`,
    ];
    print(`  ${name}: ${facts.join(', ')}`);
  }
}

/** A page that is away asks nothing and draws nothing. */
function states({ pages, base, asked, asker }) {
  const go = (addressOf) =>
    Promise.all(pages.map((page, index) => page.goto(addressOf(index)).catch(() => {})));
  const nothing = async () => {};
  return {
    'without consoles': { on: nothing, off: nothing },
    "five consoles' requests": {
      on: () => asker.tell({ asked, lengthMs: RECORD_MS }),
      off: () => asker.tell({ asked: [], lengthMs: RECORD_MS }),
    },
    'five consoles in Chromium': {
      on: () => go((index) => `${base}/#/${OPEN[index]}`),
      off: () => go(() => 'about:blank'),
    },
  };
}

async function measureBroker(browser, broker, { url, base }) {
  const paced = await start('load', url, PACED_RATE);
  const pages = [];
  for (const at of OPEN) pages.push(await openConsole(browser, base, at));
  await wait(SETTLE_MS);
  const asked = await record(pages);
  print(`five consoles ask ${((asked.length * 1_000) / RECORD_MS).toFixed(1)} times a second`);
  for (const page of pages) await page.goto('about:blank');
  const asker = await start('asker', base);
  const shared = { broker, states: states({ pages, base, asked, asker }) };
  await compare(`paced at ${PACED_RATE} messages/s`, { ...shared, load: paced });
  paced.stop();
  const flat = await start('load', url, 0);
  await compare('as fast as can be', { ...shared, load: flat });
  flat.stop();
  asker.stop();
}

async function main() {
  const executablePath = CHROMIUM.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) return print('there is no Chromium: nothing is measured');
  const broker = await start('broker');
  const { port, managementPort } = broker.ready;
  const [url, base] = [`amqp://127.0.0.1:${port}`, `http://127.0.0.1:${managementPort}`];
  const clients = await start('clients', url, QUEUES, CONNECTIONS);
  print(`${QUEUES} queues, ${CONNECTIONS} connections with a channel each`);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  await measurePages(browser, base);
  await measureBroker(browser, broker, { url, base });
  await browser.close();
  for (const { stop } of [clients, broker]) stop();
}

await main();
