import { GUEST } from '../../src/core/access/access.js';
import { compilePattern } from '../../src/pattern.js';
import { plainHashing } from '../support/plain-hashing.js';
import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { Queue } from '../../src/core/queue/queue.js';
import type { Recovered } from '../../src/core/recovery.js';
import type { Vhost } from '../../src/core/vhost.js';
import {
  fields,
  message,
  NO_ROOM,
  type ResidencyLimits,
  specFormat,
} from '../support/core-builders.js';
import { EventLog } from '../support/event-log.js';
import { ScriptedStore } from '../support/scripted-store.js';
import { FakeClient } from '../support/fake-client.js';
import { faultOf } from '../support/spec-vhost.js';

const OWNER = { name: 'owner' };

function brokerOn(store: ScriptedStore, limits: ResidencyLimits = {}): Broker {
  let tokenCount = 0;
  const token = (): string => `token-${String(++tokenCount)}`;
  const access = { hashing: plainHashing };
  const given = { token, random: () => 0, access, compilePattern };
  return new Broker({ clock: new Clock(1000), store, format: specFormat, ...given, ...limits });
}

function root(broker: Broker): Vhost {
  const vhost = broker.vhost('/');
  if (vhost === undefined) throw new Error("there is no vhost '/'");
  return vhost;
}

function declare(broker: Broker, name: string, durable = true, args = NO_FIELDS): Queue {
  return root(broker).declareQueue(
    { name, durable, exclusive: false, autoDelete: false, arguments: args },
    OWNER,
  );
}

function start(broker: Broker): Recovered {
  let outcome: Recovered | undefined;
  broker.start((error, recovered) => {
    if (error !== undefined) throw error;
    outcome = recovered;
  });
  if (outcome === undefined) throw new Error('the broker did not start');
  return outcome;
}

function publish(broker: Broker, routingKey: string, persistent = true): void {
  root(broker).publish(message({ routingKey, persistent }));
}

describe('a broker', () => {
  it("has a vhost '/' with the predeclared exchanges from the start, and no other", () => {
    const broker = brokerOn(new ScriptedStore());
    expect([...broker.vhosts()].map((vhost) => vhost.name)).to.eql(['/']);
    expect(broker.vhost('/')?.exchange('amq.topic')?.definition.type).to.equal('topic');
    expect(broker.vhost('/v')).to.equal(undefined);
  });

  it('tells of vhosts that come, change and go, and by whom', () => {
    const broker = brokerOn(new ScriptedStore());
    const log = new EventLog(broker.events);
    broker.declareVhost({ name: 'v', tags: ['t'] }, { name: 'api', user: 'anna' });
    const vhost = broker.vhost('v');
    if (vhost !== undefined) vhost.firehose.isOn = true;
    broker.declareVhost({ name: 'v', description: 'new' });
    broker.deleteVhost('v', { name: 'api', user: 'anna' });
    expect(log.names).to.eql(['vhost.created', 'vhost.updated', 'vhost.deleted']);
    const described = { name: 'v', tags: ['t'], default_queue_type: '' };
    expect(log.facts('vhost.created')).to.eql({
      ...described,
      description: '',
      tracing: false,
      user_who_performed_action: 'anna',
    });
    expect(log.facts('vhost.updated')).to.eql({
      ...described,
      description: 'new',
      tracing: true,
      user_who_performed_action: 'rmq-internal',
    });
    expect(log.facts('vhost.deleted')).to.eql({ name: 'v', user_who_performed_action: 'anna' });
  });

  it('starts empty on an empty store', () => {
    expect(start(brokerOn(new ScriptedStore()))).to.eql({ queues: 0, messages: 0, warnings: [] });
  });

  it('knows about how much memory its messages take, ready or unsettled', () => {
    const broker = brokerOn(new ScriptedStore());
    const queue = declare(broker, 'q');
    expect(broker.heldBytes()).to.equal(0);
    for (const routingKey of ['q', 'q', 'nowhere']) publish(broker, routingKey);
    const held = broker.heldBytes();
    expect(held).to.be.greaterThan(2 * 'hello'.length);
    const entry = queue.get(false);
    expect(broker.heldBytes()).to.equal(held);
    if (entry !== undefined) queue.acknowledge(entry);
    expect(broker.heldBytes()).to.equal(held / 2);
    queue.purge();
    expect(broker.heldBytes()).to.equal(0);
  });

  it('tells every listener when more has become durable', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store);
    const told: string[] = [];
    const first = (): void => {
      told.push('first');
      broker.durable.delete(first);
    };
    broker.durable.add(first);
    broker.durable.add(() => told.push('second'));
    store.commit();
    store.commit();
    expect(told).to.eql(['first', 'second', 'second']);
  });

  it('counts as memory what is in memory, and of the rest the entries', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store, NO_ROOM);
    const queue = declare(broker, 'q');
    for (let sent = 0; sent < 9; sent++) publish(broker, 'q');
    const before = broker.heldBytes();
    store.commit();
    expect(broker.heldBytes()).to.be.within(1, before / 2);
    expect(queue.messageCount).to.equal(9);
    queue.purge();
    expect(broker.heldBytes()).to.equal(0);
  });

  it('lets messages go at once when less may stay in memory', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store, { windowBytes: 1 });
    const queue = declare(broker, 'q');
    for (let sent = 0; sent < 9; sent++) publish(broker, 'q');
    store.commit();
    const before = broker.heldBytes();
    broker.limitResidentBytes(before);
    expect(broker.heldBytes()).to.equal(before);
    broker.limitResidentBytes(0);
    expect(broker.heldBytes()).to.be.within(1, before / 2);
    expect(queue.messageCount).to.equal(9);
  });

  it('tells every listener when something is back from the disk', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store, NO_ROOM);
    const queue = declare(broker, 'q');
    publish(broker, 'q');
    store.commit();
    const answers: boolean[] = [];
    broker.durable.add(() => answers.push(queue.awaitHead()));
    expect(queue.awaitHead()).to.equal(false);
    store.answer();
    expect(answers).to.eql([true]);
  });
});

describe('a broker started again', () => {
  it('has what was durable, and nothing else', () => {
    const store = new ScriptedStore();
    const before = brokerOn(store);
    declare(before, 'durable');
    declare(before, 'transient', false);
    const flags = { durable: true, autoDelete: false, internal: false, arguments: NO_FIELDS };
    root(before).declareExchange({ ...flags, name: 'x', type: 'topic' });
    for (const source of ['x', 'amq.topic']) {
      const ends = { source, destinationKind: 'queue', destination: 'durable' } as const;
      root(before).bind({ ...ends, routingKey: '#', arguments: NO_FIELDS }, OWNER);
    }
    publish(before, 'durable');
    publish(before, 'durable', false);
    publish(before, 'transient');
    store.commit();

    const after = brokerOn(store.reopen());
    expect(start(after)).to.eql({ queues: 1, messages: 1, warnings: [] });
    expect([...root(after).queues()].map((queue) => queue.name)).to.eql(['durable']);
    expect(root(after).queue('durable')?.messageCount).to.equal(1);
    root(after).publish(message({ exchange: 'x', routingKey: 'a' }));
    root(after).publish(message({ exchange: 'amq.topic', routingKey: 'a' }));
    expect(root(after).queue('durable')?.messageCount).to.equal(3);
  });

  it('leaves on the disk what there is no room for', () => {
    const store = new ScriptedStore();
    const before = brokerOn(store);
    declare(before, 'q');
    for (let sent = 0; sent < 9; sent++) publish(before, 'q');
    store.commit();
    const after = brokerOn(store.reopen(), NO_ROOM);
    expect(start(after)).to.eql({ queues: 1, messages: 9, warnings: [] });
    expect(root(after).queue('q')?.messageCount).to.equal(9);
    expect(after.heldBytes()).to.be.below(before.heldBytes() / 2);
    expect(root(after).awaitHead('q')).to.equal(false);
    expect(root(after).awaitHead('nowhere'), 'of no queue').to.equal(true);
  });

  it('gives new queues ids above all that it recovered', () => {
    const store = new ScriptedStore();
    const before = brokerOn(store);
    for (const name of ['a', 'b', 'c']) declare(before, name);
    store.commit();
    const after = brokerOn(store.reopen());
    start(after);
    expect(declare(after, 'd').definition.id).to.equal(4);
  });

  it('tells of damage', () => {
    const store = new ScriptedStore();
    store.append(9, 1, message({ persistent: true }), 0);
    store.commit();
    let fault: Error | undefined;
    brokerOn(store.reopen()).start((error) => (fault = error));
    expect(fault?.message).to.match(/the store is damaged: a stored message is of queue 9/);
  });

  it('passes on what the store cannot do', () => {
    const store = new ScriptedStore();
    store.recover = (_sink, done): void => done(new Error('no such file'));
    let fault: Error | undefined;
    brokerOn(store).start((error) => (fault = error));
    expect(fault?.message).to.equal('no such file');
  });

  it('knows after a clean stop which messages were never delivered', () => {
    const store = new ScriptedStore();
    const before = brokerOn(store);
    const queue = declare(before, 'q');
    for (let index = 0; index < 3; index++) publish(before, 'q');
    queue.get(false);
    let closed = false;
    before.close(() => (closed = true));
    expect(closed).to.equal(true);

    const after = brokerOn(store.reopen());
    start(after);
    const entries = [1, 2, 3].map(() => root(after).queue('q')?.get(true));
    expect(entries.map((entry) => entry?.redelivered)).to.eql([true, false, false]);
  });
});

describe('closing a broker', () => {
  it('stops all timers', () => {
    const broker = brokerOn(new ScriptedStore());
    declare(broker, 'q', true, fields({ 'x-message-ttl': 1000, 'x-expires': 5000 }));
    publish(broker, 'q');
    broker.close(() => undefined);
    expect(broker.clock.nextDeadline).to.equal(undefined);
  });

  it('marks durable queues alone', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store);
    const marked: number[] = [];
    declare(broker, 'transient', false);
    const { id } = declare(broker, 'durable').definition;
    store.close = (marks, done): void => {
      marked.push(...marks.map((mark) => mark.queueId));
      done();
    };
    broker.close(() => undefined);
    expect(marked).to.eql([id]);
  });

  it('passes on what the store cannot do', () => {
    const store = new ScriptedStore();
    store.close = (_marks, done): void => done(new Error('disk full'));
    let fault: Error | undefined;
    brokerOn(store).close((error) => (fault = error));
    expect(fault?.message).to.equal('disk full');
  });
});

describe('the vhosts of a broker', () => {
  const OTHER = { name: 'other' };
  const bound = { destinationKind: 'queue', routingKey: 'k', arguments: NO_FIELDS } as const;

  function declareIn(vhost: Vhost, name: string, args = NO_FIELDS, exclusive = false): Queue {
    const flags = { durable: !exclusive, exclusive, autoDelete: false };
    return vhost.declareQueue({ name, ...flags, arguments: args }, OWNER);
  }

  function restarted(store: ScriptedStore): Broker {
    store.commit();
    const broker = brokerOn(store.reopen());
    start(broker);
    return broker;
  }

  const names = (broker: Broker): string[] => [...broker.vhosts()].map(({ name }) => name);

  it('have their own exchanges, queues and bindings under the same names', () => {
    const broker = brokerOn(new ScriptedStore());
    const other = broker.declareVhost({ name: 'v' });
    const queues = [root(broker), other].map((vhost) => {
      const queue = declareIn(vhost, 'q');
      vhost.bind({ source: 'amq.topic', destination: 'q', ...bound }, OWNER);
      return queue;
    });
    other.publish(message({ exchange: 'amq.topic', routingKey: 'k' }));
    other.publish(message({ routingKey: 'q' }));
    expect(queues.map(({ messageCount }) => messageCount)).to.eql([0, 2]);
  });

  it('keep dead letters and what an alternate exchange catches to themselves', () => {
    const broker = brokerOn(new ScriptedStore());
    const vhosts = [root(broker), broker.declareVhost({ name: 'v' })];
    for (const vhost of vhosts) {
      declareIn(vhost, 'dead');
      const dying = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
      declareIn(vhost, 'q', fields({ ...dying, 'x-max-length': 0 }));
      const flags = { durable: true, autoDelete: false, internal: false };
      const args = fields({ 'alternate-exchange': 'amq.fanout' });
      vhost.declareExchange({ name: 'x', type: 'direct', ...flags, arguments: args });
      vhost.bind({ source: 'amq.fanout', destination: 'dead', ...bound }, OWNER);
    }
    vhosts[1]?.publish(message({ routingKey: 'q' }));
    vhosts[1]?.publish(message({ exchange: 'x', routingKey: 'nowhere' }));
    expect(vhosts.map((vhost) => vhost.queue('dead')?.messageCount)).to.eql([0, 2]);
  });

  it('are there after a restart, with all they were told', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store);
    start(broker);
    broker.declareVhost({ name: 'v', tags: ['a'], queueCountMax: 3 });
    const vhost = broker.declareVhost({ name: 'v', description: 'second' });
    declareIn(vhost, 'q');
    vhost.publish(message({ routingKey: 'q', persistent: true }));
    const after = restarted(store);
    expect(names(after)).to.eql(['/', 'v']);
    expect(after.vhost('v')?.definition).to.eql(vhost.definition);
    expect(after.vhost('v')?.definition.tags).to.eql(['a']);
    expect(after.vhost('v')?.queue('q')?.messageCount).to.equal(1);
  });

  it('go with all that is in them, and leave the others alone', () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store);
    start(broker);
    for (const vhost of [root(broker), broker.declareVhost({ name: 'v' })]) {
      const queue = declareIn(vhost, 'q', fields({ 'x-message-ttl': 60_000, 'x-expires': 60_000 }));
      const flags = { durable: true, autoDelete: false, internal: false, arguments: NO_FIELDS };
      vhost.declareExchange({ name: 'x', type: 'direct', ...flags });
      for (const source of ['x', 'amq.topic'])
        vhost.bind({ source, destination: 'q', ...bound }, OWNER);
      const chain = { ...bound, destinationKind: 'exchange', source: 'amq.direct' } as const;
      vhost.bind({ ...chain, destination: 'amq.fanout' }, OWNER);
      vhost.publish(message({ exchange: 'x', routingKey: 'k', persistent: true }));
      expect(queue.messageCount).to.equal(1);
    }
    expect(broker.deleteVhost('v')).to.equal(true);
    expect(broker.deleteVhost('v')).to.equal(false);
    const after = restarted(store);
    expect(names(after)).to.eql(['/']);
    expect(root(after).queue('q')?.messageCount).to.equal(1);
    expect([...root(after).bindings()]).to.have.length(3);
    const anew = after.declareVhost({ name: 'v' });
    expect([...anew.queues(), ...anew.bindings()]).to.eql([]);
    expect([...restarted(store.reopen()).vhosts()]).to.have.length(1);
  });

  it("may lose '/' too, which does not come back while there are others", () => {
    const store = new ScriptedStore();
    const broker = brokerOn(store);
    start(broker);
    broker.declareVhost(OTHER);
    broker.deleteVhost('/');
    expect(names(restarted(store))).to.eql(['other']);
    broker.deleteVhost('other');
    expect(names(restarted(store))).to.eql(['/']);
  });

  it('tell their connections when they go, and no others', () => {
    const broker = brokerOn(new ScriptedStore());
    broker.declareVhost(OTHER);
    const clients = ['/', 'other'].map((name) => {
      const client = new FakeClient();
      broker.access.allowAll('guest', name);
      broker.enter(name, client);
      return client;
    });
    broker.deleteVhost('other');
    expect(clients.map(({ heard }) => heard)).to.eql([[], ["vhost 'other' is deleted"]]);
    expect(faultOf(() => broker.enter('other', new FakeClient()))).to.equal(
      'not-allowed: vhost other not found',
    );
  });

  it('are for those who have permissions there', () => {
    const broker = brokerOn(new ScriptedStore());
    expect(faultOf(() => broker.enter('/', new FakeClient()))).to.equal(
      "not-allowed: access to vhost '/' refused for user 'guest'",
    );
  });

  it('see the connections of a user end who is deleted', () => {
    const broker = brokerOn(new ScriptedStore());
    broker.access.createFirstUser(GUEST, ['/'], () => {});
    const client = new FakeClient();
    broker.enter('/', client);
    broker.access.deleteUser('other');
    expect(client.heard).to.eql([]);
    broker.access.deleteUser('guest');
    expect(client.heard).to.eql(["user 'guest' is deleted"]);
  });

  it('limit how many queues they hold, exclusive ones too', () => {
    const broker = brokerOn(new ScriptedStore());
    const vhost = broker.declareVhost({ name: 'v', queueCountMax: 1 });
    declareIn(vhost, 'one', NO_FIELDS, true);
    const text = "cannot declare queue 'two': queue limit in vhost 'v' (1) is reached";
    expect(faultOf(() => declareIn(vhost, 'two'))).to.equal(`precondition-failed: ${text}`);
    declareIn(vhost, 'one', NO_FIELDS, true);
    declareIn(root(broker), 'two');
    broker.declareVhost({ name: 'v', queueCountMax: -1 });
    declareIn(vhost, 'two');
  });

  it('may say what a queue is whose declare names no type', () => {
    const broker = brokerOn(new ScriptedStore());
    const vhost = broker.declareVhost({ name: 'v', defaultQueueType: 'quorum' });
    expect(declareIn(vhost, 'quorum').options.type).to.equal('quorum');
    expect(declareIn(vhost, 'quorum').definition.arguments.get('x-queue-type')?.value).to.equal(
      'quorum',
    );
    const classic = fields({ 'x-queue-type': 'classic' });
    expect(declareIn(vhost, 'classic', classic).options.type).to.equal('classic');
    expect(declareIn(vhost, 'passing', NO_FIELDS, true).options.type).to.equal('classic');
    expect(declareIn(root(broker), 'q').options.type).to.equal('classic');
  });
});
