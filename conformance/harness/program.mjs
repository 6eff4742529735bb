/**
 * What all programs on Node share: names that nobody else has, waiting with a limit, and the report
 * that the runner reads. How a client is used is in its program alone. See conformance/README.md.
 */
import assert from 'node:assert/strict';

export const url = process.env.AMQP_URL;
const prefix = process.env.CONFORMANCE_PREFIX;
const LIMIT_MS = 20_000;

let nameCount = 0;

export function uniqueName(label = 'queue') {
  nameCount++;
  return `${prefix}${nameCount}.${label}`;
}

export const pattern = Buffer.alloc(1024 * 1024).map((_, index) => (index * 7) % 251);

/** Every wait goes through here, so that what did not happen is named. */
export async function within(promise, what, limitMs = LIMIT_MS) {
  let timer;
  const limit = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** What arrives on its own, in order. */
export class Mailbox {
  all = [];
  #what;
  #takenCount = 0;
  #onPut = () => {};

  constructor(what = 'a delivery') {
    this.#what = what;
  }

  put(item) {
    this.all.push(item);
    this.#onPut();
  }

  async next() {
    return (await this.take(1))[0];
  }

  async take(count) {
    const end = this.#takenCount + count;
    const enough = new Promise((resolve) => {
      this.#onPut = () => {
        if (this.all.length >= end) resolve();
      };
      this.#onPut();
    });
    await within(enough, this.#what);
    const items = this.all.slice(this.#takenCount, end);
    this.#takenCount = end;
    return items;
  }
}

/** For the few facts that come by no event. */
export async function eventually(what, isSo) {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not so`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * Looking at it, on a new channel each time, says that it is not there. RabbitMQ deletes an
 * exclusive queue a moment after its connection has ended; until then it is locked.
 */
export async function gone(look, queue) {
  let message = '';
  await eventually(`${queue} is gone`, async () => {
    message = await look().then(
      () => 'it is still there',
      (error) => error.message,
    );
    return !message.includes('RESOURCE_LOCKED') && !message.includes('RESOURCE-LOCKED');
  });
  contains(message, `no queue '${queue}'`);
}

export function contains(text, part) {
  assert.ok(text.includes(part), `expected "${part}" in "${text}"`);
}

/**
 * Plays the scenarios that the arguments name, by a function each. `open` gives each its stage, and
 * the stage's `strike` clears it away.
 */
export async function main(scenarios, open) {
  for (const name of process.argv.slice(2)) {
    let stage;
    try {
      stage = await within(open(name), 'the connection');
      await within(scenarios[name](stage), 'the end of the scenario', 3 * LIMIT_MS);
      await within(stage.strike(), 'the clearing away');
      process.stdout.write(`ok ${name}\n`);
    } catch (error) {
      process.stdout.write(`not ok ${name} ${oneLine(error)}\n`);
      await within(stage?.strike(), 'the clearing away').catch(() => {});
    }
  }
  // A client that keeps a timer or a socket must not keep the program.
  process.exit(0);
}

function oneLine(error) {
  const place = /run\.mjs:(\d+)/.exec(error?.stack ?? '')?.[1] ?? '?';
  const text = String(error?.message ?? error).replace(/\s+/g, ' ');
  return `line ${place}: ${text.slice(0, 500)}`;
}

// What the event loop throws belongs to no scenario; the runner then misses the lines.
process.on('unhandledRejection', (error) => {
  throw error;
});
