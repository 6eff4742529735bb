import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { NodeLimitOptions } from '../../src/core/node-limits.js';
import type { Vhost } from '../../src/core/vhost.js';
import { MemoryStore } from '../../src/store/memory.js';
import { specFormat } from '../support/core-builders.js';
import { faultOf } from '../support/spec-vhost.js';

const OWNER = { name: 'owner' };
const FLAGS = { durable: true, autoDelete: false, arguments: NO_FIELDS };

function brokerWith(nodeLimits: NodeLimitOptions): Broker {
  const store = new MemoryStore();
  let tokens = 0;
  const token = (): string => String(++tokens);
  return new Broker({
    clock: new Clock(),
    store,
    format: specFormat,
    token,
    random: () => 0,
    nodeLimits,
  });
}

function declareQueue(vhost: Vhost, name: string): void {
  vhost.declareQueue({ ...FLAGS, name, exclusive: false }, OWNER);
}

function declareExchange(vhost: Vhost, name: string): void {
  vhost.declareExchange({ ...FLAGS, name, type: 'direct', internal: false });
}

describe('The limits of a broker', () => {
  it('say how many vhosts there may be', () => {
    const broker = brokerWith({ vhostCountMax: 2 });
    broker.declareVhost({ name: 'a' });
    expect(faultOf(() => broker.declareVhost({ name: 'b' }))).to.equal(
      "precondition-failed: cannot create vhost 'b': vhost limit of 2 is reached",
    );
    broker.declareVhost({ name: 'a', description: 'the one that is there' });
    broker.deleteVhost('a');
    expect(broker.declareVhost({ name: 'b' }).name).to.equal('b');
  });

  it('say how large a message may be, and may be changed', () => {
    const broker = brokerWith({ messageSizeMax: 10 });
    const vhost = broker.declareVhost({ name: 'a' });
    const { limits } = broker;
    const check = (size: number) => faultOf(() => limits.requireMessageSize(size, vhost, OWNER));
    limits.requireMessageSize(10, vhost, OWNER);
    const text = 'message size 11 is larger than configured max size 10';
    expect(check(11)).to.equal(`precondition-failed: ${text}`);
    expect(limits.messageSizeAlwaysFit).to.equal(10);
    limits.options = {};
    limits.requireMessageSize(134_217_728, vhost, OWNER);
    expect(check(134_217_729)).to.contain('larger than configured max size 134217728');
    expect(limits.messageSizeAlwaysFit).to.equal(16_777_216);
  });

  it('say how many queues all vhosts may have together', () => {
    const broker = brokerWith({ queueCountMax: 2 });
    const a = broker.declareVhost({ name: 'a' });
    const b = broker.declareVhost({ name: 'b' });
    declareQueue(a, 'q');
    declareQueue(b, 'q');
    const text = "cannot declare queue 'p': queue limit in cluster (2) is reached";
    expect(faultOf(() => declareQueue(b, 'p'))).to.equal(`precondition-failed: ${text}`);
    declareQueue(b, 'q');
    a.deleteQueue('q', { ifUnused: false, ifEmpty: false }, OWNER);
    declareQueue(b, 'p');
  });

  it('say how many exchanges all vhosts may have together, predeclared ones included', () => {
    const broker = brokerWith({ exchangeCountMax: 16 });
    const a = broker.declareVhost({ name: 'a' });
    const root = broker.vhost('/');
    if (root === undefined) throw new Error("there is no vhost '/'");
    expect(root.exchangeCount + a.exchangeCount).to.equal(15);
    declareExchange(a, 'x');
    const text = "cannot declare exchange 'y' in vhost '/': exchange limit of 16 is reached";
    expect(faultOf(() => declareExchange(root, 'y'))).to.equal(`precondition-failed: ${text}`);
    declareExchange(a, 'x');
    a.deleteExchange('x', { ifUnused: false });
    declareExchange(root, 'y');
  });

  it('say how many channels there may be', () => {
    const { limits } = brokerWith({ channelCountMax: 1 });
    limits.requireChannelRoom('leveret@here');
    limits.channelCount++;
    expect(faultOf(() => limits.requireChannelRoom('leveret@here'))).to.equal(
      "not-allowed: number of channels opened on node 'leveret@here' has reached the maximum " +
        'allowed limit of 1',
    );
  });

  it('are none unless they are given', () => {
    const broker = brokerWith({});
    const vhost = broker.declareVhost({ name: 'a' });
    for (let count = 0; count < 300; count++) {
      declareQueue(vhost, `q${String(count)}`);
      declareExchange(vhost, `x${String(count)}`);
    }
    broker.limits.channelCount = 1e6;
    broker.limits.requireChannelRoom('leveret@here');
    expect(vhost.queueCount).to.equal(300);
  });
});
