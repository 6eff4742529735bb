/**
 * Runs the programs in examples/ as a reader would, each in its own process, and checks what they
 * print.
 */
import { expect } from 'chai';
import { Program } from './support/program.js';
import { deleteAll, startUserBroker } from './support/user-broker.js';
import type { UserBroker } from './support/user-broker.js';

const NAMES = {
  queues: ['greetings', 'photos', 'prices', 'payments'],
  exchanges: ['news', 'alarms', 'weather'],
};

describe('The examples', function () {
  this.timeout(30_000);

  let broker: UserBroker;
  let programs: Program[] = [];

  before(async () => {
    broker = await startUserBroker();
  });

  beforeEach(() => deleteAll(broker.url, NAMES));

  afterEach(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    programs = [];
    await deleteAll(broker.url, NAMES);
  });

  after(() => broker.stop());

  function start(path: string, args: string[] = [], environment = {}): Program {
    const program = new Program([`examples/${path}.js`, ...args], {
      environment: { AMQP_URL: broker.url, ...environment },
    });
    programs.push(program);
    return program;
  }

  /** For those that end by themselves, and as they should. */
  async function run(path: string, args: string[] = []): Promise<readonly string[]> {
    const program = start(path, args);
    expect(await program.exit(), program.errorOutput).to.equal(0);
    return program.lines;
  }

  it('hello: a message waits in its queue until somebody receives it', async () => {
    expect(await run('hello/send', ['Good morning'])).to.deep.equal(['sent: Good morning']);
    const receiver = start('hello/receive', [], { STOP_AFTER: '1' });
    await receiver.line(/^received: Good morning$/);
    expect(await receiver.exit()).to.equal(0);
  });

  it('hello: the receiver ends at Ctrl+C, and what it acked does not come again', async () => {
    const receiver = start('hello/receive');
    await receiver.line(/^waiting for greetings$/);
    await run('hello/send', ['one']);
    await receiver.line(/^received: one$/);
    await receiver.stop();
    expect(await receiver.exit()).to.equal(0);

    await run('hello/send', ['two']);
    const next = start('hello/receive', [], { STOP_AFTER: '1' });
    await next.exit();
    expect(next.lines).to.include('received: two').and.not.include('received: one');
  });

  it('work-queue: a worker with a heavy task gets no other until it is done', async () => {
    const anna = start('work-queue/worker', ['anna']);
    await anna.line(/^anna is ready$/);
    await run('work-queue/add-task', ['heavy.jpg:60000']);
    await anna.line(/^anna takes heavy\.jpg$/);

    const ben = start('work-queue/worker', ['ben'], { STOP_AFTER: '3' });
    await ben.line(/^ben is ready$/);
    const names = ['a.jpg', 'b.jpg', 'c.jpg'];
    await run(
      'work-queue/add-task',
      names.map((name) => `${name}:1`),
    );
    expect(await ben.exit()).to.equal(0);
    const done = ben.lines.filter((line) => line.startsWith('ben shrank'));
    expect(done).to.deep.equal(names.map((name) => `ben shrank ${name}`));
  });

  it('work-queue: the task of a worker that stopped goes to another, as redelivered', async () => {
    const anna = start('work-queue/worker', ['anna']);
    await run('work-queue/add-task', ['heavy.jpg:60000']);
    await anna.line(/^anna takes heavy\.jpg$/);
    const ben = start('work-queue/worker', ['ben']);
    await ben.line(/^ben is ready$/);
    await anna.stop();
    await ben.line(/^ben takes heavy\.jpg \(again\)$/);
  });

  it('publish-subscribe: everybody who listens gets a copy', async () => {
    const readers = ['kim', 'lou'].map((name) =>
      start('publish-subscribe/subscribe', [name], { STOP_AFTER: '1' }),
    );
    for (const reader of readers) await reader.line(/ is listening$/);
    await run('publish-subscribe/publish', ['Snow']);
    await readers[0]?.line(/^kim reads: Snow$/);
    await readers[1]?.line(/^lou reads: Snow$/);
  });

  it('routing: a subscriber gets the kinds it asked for and no others', async () => {
    const subscriber = start('routing/subscribe', ['fire', 'flood'], { STOP_AFTER: '2' });
    await subscriber.line(/^listening for fire, flood$/);
    await run('routing/publish', ['fire', 'hay']);
    await run('routing/publish', ['theft', 'carrots']);
    await run('routing/publish', ['flood', 'cellar']);
    await subscriber.exit();
    expect(subscriber.lines.filter((line) => !line.startsWith('listening'))).to.deep.equal([
      'fire: hay',
      'flood: cellar',
    ]);
  });

  it('routing: a mandatory message that no queue wants comes back', async () => {
    const lines = await run('routing/publish', ['theft', 'carrots']);
    expect(lines).to.deep.equal(['raised theft: carrots', 'nobody listens for theft']);
  });

  it('topics: a subscriber gets what matches one of its patterns, and gets it once', async () => {
    const patterns = ['norway.#', '*.*.wind'];
    const subscriber = start('topics/subscribe', patterns, { STOP_AFTER: '3' });
    await subscriber.line(/^listening for/);
    await run('topics/publish', ['norway.oslo.wind', '3']);
    await run('topics/publish', ['spain.vigo.rain', '0']);
    await run('topics/publish', ['spain.vigo.wind', '12']);
    await run('topics/publish', ['norway', 'dark']);
    await subscriber.exit();
    expect(subscriber.lines.filter((line) => !line.startsWith('listening'))).to.deep.equal([
      'norway.oslo.wind is 3',
      'spain.vigo.wind is 12',
      'norway is dark',
    ]);
  });

  it('rpc: each question gets its own answer, a failure is an answer too', async () => {
    const server = start('rpc/server', [], { STOP_AFTER: '3' });
    await server.line(/^ready to answer$/);
    const client = start('rpc/client', ['apple', 'dragon', 'pear']);
    expect(await client.exit()).to.equal(1);
    expect(client.lines).to.deep.equal([
      'apple costs 40',
      'dragon: no price for "dragon"',
      'pear costs 55',
    ]);
    expect(await server.exit()).to.equal(0);
  });

  it('rpc: the client is told at once that nobody serves its question', async () => {
    const client = start('rpc/client', ['apple']);
    expect(await client.exit()).to.equal(1);
    expect(client.lines).to.deep.equal(['apple: nobody serves "prices"']);
  });

  it('rpc: the client gives up on a server that is away', async () => {
    const server = start('rpc/server');
    await server.line(/^ready to answer$/);
    await server.stop();
    const client = start('rpc/client', ['apple'], { TIMEOUT_MS: '100' });
    expect(await client.exit()).to.equal(1);
    expect(client.lines).to.deep.equal(['apple: no answer within 100 ms']);
  });

  it('confirms: the publisher learns for each message whether it was taken', async () => {
    expect(await run('confirms/publish', ['5'])).to.deep.equal([
      'payment 1: confirmed',
      'payment 2: confirmed',
      'payment 3: confirmed',
      'payment 4: refused',
      'payment 5: refused',
    ]);
  });
});
