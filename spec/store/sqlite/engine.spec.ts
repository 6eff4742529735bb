import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { amqpFormat } from '../../../src/amqp/content.js';
import { Broker } from '../../../src/core/broker.js';
import { Clock } from '../../../src/core/clock.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { Message } from '../../../src/core/message.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { ENTRY_OVERHEAD } from '../../../src/core/queue/residency.js';
import { SqliteStore } from '../../../src/store/sqlite/engine.js';
import { FakeConsumer } from '../../support/core-builders.js';
import { Program } from '../../support/program.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { describeKeepingStore, describeStore } from '../contract.js';
import {
  close,
  durable,
  endOfTurn,
  failure,
  messageOf,
  queueOf,
  recover,
  rejection,
  until,
} from '../driving.js';

describe('the SQLite store', () => {
  const folder = useTemporaryFolder();
  const open = (): SqliteStore => new SqliteStore({ folder: folder() });

  describe('as any store', () => describeStore({ open }));
  describe('as a store that keeps', () => describeKeepingStore({ open }));

  describe('under a broker with little memory', () => {
    const COUNT = 5_000;
    const BUDGET = 65_536;

    function brokerOn(store: SqliteStore): Broker {
      const limits = { residentBytesMax: BUDGET, windowBytes: 4_096 };
      const clock = new Clock(1_000_000);
      const given = { token: () => 'token', random: () => 0 };
      return new Broker({ clock, store, format: amqpFormat, ...given, ...limits });
    }

    function start(broker: Broker): Promise<Queue> {
      const request = { name: 'q', durable: true, exclusive: false, autoDelete: false };
      return new Promise((resolve) => {
        broker.start(() => {
          const vhost = broker.vhost('/');
          if (vhost === undefined) throw new Error("there is no vhost '/'");
          const owner = { name: 'owner' };
          resolve(vhost.declareQueue({ ...request, arguments: NO_FIELDS }, owner));
        });
      });
    }

    /** In `broker.durable`, since the broker has the store's own callback. */
    function untilHolds(broker: Broker, holds: () => boolean): Promise<void> {
      return new Promise((resolve) => {
        const look = (): void => {
          if (!holds()) return;
          broker.durable.delete(look);
          resolve();
        };
        broker.durable.add(look);
        look();
      });
    }

    function numbered(number: number): Message {
      const body = Buffer.alloc(1_000);
      body.writeUInt32BE(number);
      const { format: _unread, ...facts } = messageOf({ body });
      return new Message({ ...facts, format: amqpFormat });
    }

    it('holds a backlog of any size, and gives all of it back in order', async () => {
      const store = open();
      let broker = brokerOn(store);
      let queue = await start(broker);
      for (let number = 0; number < COUNT; number++) {
        queue.enqueue(numbered(number));
        if (number % 500 === 0) await endOfTurn();
      }
      await untilHolds(broker, () => store.isDurable(1, store.last));
      const entries = COUNT * ENTRY_OVERHEAD;
      expect(broker.heldBytes()).to.be.within(entries, entries + 2 * BUDGET);
      await new Promise<void>((resolve) => broker.close(() => resolve()));

      broker = brokerOn(open());
      queue = await start(broker);
      expect(queue.messageCount).to.equal(COUNT);
      expect(broker.heldBytes()).to.be.within(entries, entries + 2 * BUDGET);
      const consumer = new FakeConsumer({ noAck: true });
      queue.subscribe(consumer);
      queue.pump();
      await untilHolds(broker, () => queue.messageCount === 0);
      const numbers = consumer.deliveries.map(({ message: { content, bodyStart } }) =>
        Buffer.from(content).readUInt32BE(bodyStart),
      );
      expect(numbers).to.deep.equal(Array.from({ length: COUNT }, (_, number) => number));
      await new Promise<void>((resolve) => broker.close(() => resolve()));
    });
  });

  describe('striking', () => {
    it('makes a message that is settled in its turn durable without writing', async () => {
      const store = open();
      await recover(store);
      const reader = new Sqlite(join(folder(), 'leveret.db'), { readonly: true });
      const version = (): unknown => reader.pragma('data_version', { simple: true });
      const before = version();
      for (let sequence = 1; sequence <= 5_000; sequence++) {
        store.settle(1, sequence, store.append(1, sequence, messageOf(), 0));
      }
      expect(store.isDurable(1, store.last)).to.equal(true);
      await endOfTurn();
      await endOfTurn();
      expect(version()).to.equal(before);
      store.append(1, 5_001, messageOf(), 0);
      await durable(store);
      expect(version()).not.to.equal(before);
      reader.close();
      await close(store);
    });

    it('reports what it made durable once, at the end of the turn', async () => {
      const store = open();
      await recover(store);
      let reports = 0;
      store.onDurable = () => reports++;
      for (const sequence of [1, 2, 3]) {
        store.settle(1, sequence, store.append(1, sequence, messageOf(), 0));
      }
      expect(reports).to.equal(0);
      await endOfTurn();
      expect(reports).to.equal(1);
      await close(store);
    });

    it('leaves the others of the batch waiting for the disk', async () => {
      const store = open();
      await recover(store);
      const struck = store.append(1, 1, messageOf(), 0);
      const kept = store.append(1, 2, messageOf(), 0);
      const settled = store.settle(1, 1, struck);
      expect(store.isDurable(struck, struck)).to.equal(true);
      expect(store.isDurable(settled, settled)).to.equal(true);
      expect(store.isDurable(kept, kept)).to.equal(false);
      expect(store.isDurable(struck, settled)).to.equal(false);
      await durable(store);
      await close(store);
    });

    it('reaches batches that wait behind the one being committed', async () => {
      const store = open();
      await recover(store);
      store.define(queueOf(1));
      await durable(store);
      const other = new Sqlite(join(folder(), 'leveret.db'));
      other.exec('BEGIN IMMEDIATE');
      const positions = [0];
      for (let sequence = 1; sequence <= 5_000; sequence++) {
        positions.push(store.append(1, sequence, messageOf(), 0));
        if (sequence % 1_250 === 0) await endOfTurn();
      }
      const [inFlight = 0, waiting = 0] = [positions[1], positions[2_000]];
      store.settle(1, 1, inFlight);
      store.settle(1, 2_000, waiting);
      expect(store.isDurable(inFlight, inFlight)).to.equal(false);
      expect(store.isDurable(waiting, waiting)).to.equal(true);
      other.close();
      await durable(store);
      await close(store);
      const again = open();
      expect((await recover(again)).messages).to.have.lengthOf(4_998);
      await close(again);
    });

    it('writes a settle for what the worker already has', async () => {
      const store = open();
      await recover(store);
      store.define(queueOf(1));
      const appended = store.append(1, 1, messageOf(), 0);
      await endOfTurn();
      const settled = store.settle(1, 1, appended);
      expect(store.isDurable(settled, settled)).to.equal(false);
      await durable(store);
      await close(store);
      const again = open();
      expect((await recover(again)).messages).to.deep.equal([]);
      await close(again);
    });
  });

  it('commits all of a turn or nothing of it', async () => {
    const store = open();
    await recover(store);
    store.define(queueOf(1));
    await durable(store);
    failWhen('new.sequence = 2500');
    const failed = failure(store);
    for (let sequence = 1; sequence <= 2_500; sequence++) {
      store.append(1, sequence, messageOf(), 0);
    }
    await failed;
    await rejection(close(store));
    expect((await reopenWithoutFault()).messages).to.deep.equal([]);
  });

  describe('when a commit fails', () => {
    it('keeps what was durable and makes nothing durable any more', async () => {
      const store = open();
      await recover(store);
      store.define(queueOf(1));
      store.append(1, 1, messageOf(), 0);
      await durable(store);
      const committed = store.last;
      failWhen('new.sequence = 2');
      const failed = failure(store);
      const lost = store.append(1, 2, messageOf(), 0);
      const reason = await failed;
      expect(reason.message).to.contain(join(folder(), 'leveret.db'));
      expect(reason.message).to.contain('no more room');
      const later = store.append(1, 3, messageOf(), 0);
      store.settle(1, 3, later);
      store.define(queueOf(2));
      await endOfTurn();
      expect(later).to.equal(lost + 1);
      expect(store.isDurable(1, committed)).to.equal(true);
      for (const position of [lost, later, store.last]) {
        expect(store.isDurable(position, position)).to.equal(false);
      }
      expect((await rejection(close(store))).message).to.equal(reason.message);
      const { definitions, messages } = await reopenWithoutFault();
      expect(definitions).to.deep.equal([queueOf(1)]);
      expect(messages.map(({ sequence }) => sequence)).to.deep.equal([1]);
    });

    it('says so once', async () => {
      const store = open();
      await recover(store);
      failWhen('true');
      let reports = 0;
      const failed = new Promise<void>((resolve) => {
        store.onFailed = () => {
          reports++;
          resolve();
        };
      });
      store.append(1, 1, messageOf(), 0);
      await failed;
      store.append(1, 2, messageOf(), 0);
      await rejection(close(store));
      expect(reports).to.equal(1);
    });

    it('does so too when the worker dies', async () => {
      const workerUrl = new URL('./dying-worker.js', import.meta.url);
      const store = new SqliteStore({ folder: folder(), workerUrl });
      await recover(store);
      const failed = failure(store);
      const position = store.append(1, 1, messageOf(), 0);
      expect((await failed).message).to.contain('ended');
      expect(store.isDurable(position, position)).to.equal(false);
      await rejection(close(store));
    });
  });

  describe('congestion', () => {
    it('begins when too much waits for the disk, and its end is reported', async () => {
      const store = new SqliteStore({ folder: folder(), congestionBytes: 100_000 });
      await recover(store);
      const message = messageOf({ body: Buffer.alloc(10_000) });
      for (let sequence = 1; sequence <= 9; sequence++) store.append(1, sequence, message, 0);
      expect(store.isCongested).to.equal(false);
      for (let sequence = 10; sequence <= 20; sequence++) store.append(1, sequence, message, 0);
      expect(store.isCongested).to.equal(true);
      await until(store, () => !store.isCongested);
      expect(store.isDurable(1, store.last)).to.equal(true);
      await close(store);
    });

    it('ends too when what waited was struck', async () => {
      const store = new SqliteStore({ folder: folder(), congestionBytes: 10_000 });
      await recover(store);
      for (let sequence = 1; sequence <= 1_000; sequence++) {
        store.settle(1, sequence, store.append(1, sequence, messageOf(), 0));
      }
      expect(store.isCongested).to.equal(true);
      await until(store, () => !store.isCongested);
      await close(store);
    });
  });

  it('takes changes while it recovers, and keeps them', async () => {
    const first = open();
    await recover(first);
    first.define(queueOf(1));
    for (const sequence of [1, 2, 3]) first.append(1, sequence, messageOf(), 0);
    await close(first);
    const second = open();
    await new Promise<void>((resolve) => {
      const sink = {
        definition() {},
        message: ({ queueId, sequence }: { queueId: number; sequence: number }) => {
          if (sequence !== 2) second.settle(queueId, sequence, 0);
        },
      };
      second.recover(sink, () => resolve());
    });
    await durable(second);
    await close(second);
    const third = open();
    const { messages } = await recover(third);
    expect(messages.map(({ sequence }) => sequence)).to.deep.equal([2]);
    await close(third);
  });

  for (const flags of [['--input-type=module'], ['--input-type', 'module']]) {
    it(`opens in a program on standard input: node ${flags.join(' ')}`, async () => {
      const input = `
        import { createBroker, SqliteStore } from 'leveret';
        const folder = ${JSON.stringify(folder())};
        const broker = createBroker({ port: 0, store: new SqliteStore({ folder }) });
        console.log((await broker.start()).messages);
        await broker.stop();`;
      const program = new Program([...flags, '-'], { input });
      expect(await program.exit(), program.errorOutput).to.equal(0);
      expect(program.lines).to.deep.equal(['0']);
    });
  }

  it('closes though it was never opened', async () => {
    await close(open());
  });

  it('frees the folder when it is closed', async () => {
    for (let round = 0; round < 3; round++) {
      const store = open();
      await recover(store);
      await close(store);
    }
  });

  /** Every insert of a message for which the condition holds fails inside SQLite. */
  function failWhen(condition: string): void {
    const database = new Sqlite(join(folder(), 'leveret.db'));
    database.exec(`CREATE TRIGGER fault BEFORE INSERT ON message WHEN ${condition}
                   BEGIN SELECT RAISE(ABORT, 'no more room'); END`);
    database.close();
  }

  async function reopenWithoutFault(): ReturnType<typeof recover> {
    const database = new Sqlite(join(folder(), 'leveret.db'));
    database.exec('DROP TRIGGER fault');
    database.close();
    const store = open();
    const recovered = await recover(store);
    await close(store);
    return recovered;
  }
});
