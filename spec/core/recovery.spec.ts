import { expect } from 'chai';
import type {
  ExchangeDefinition,
  HoldingDefinition,
  QueueDefinition,
  ResourceDefinition,
} from '../../src/core/definitions.js';
import { BrokerError } from '../../src/core/errors.js';
import { type FieldTable, NO_FIELDS } from '../../src/core/field.js';
import { Recovery } from '../../src/core/recovery.js';
import type { StoredMessage } from '../../src/core/store.js';
import { bodyOf, fields, message, specFormat } from '../support/core-builders.js';
import { SpecVhost } from '../support/spec-vhost.js';

const FLAGS = { vhost: '/', durable: true, autoDelete: false, arguments: NO_FIELDS };

const queue = (id: number, name: string): QueueDefinition => ({
  ...FLAGS,
  kind: 'queue',
  id,
  name,
  exclusive: false,
});

const EXCHANGE: ExchangeDefinition = {
  ...FLAGS,
  kind: 'exchange',
  name: 'x',
  type: 'direct',
  internal: false,
};

const binding = (destination: string): ResourceDefinition => ({
  kind: 'binding',
  vhost: '/',
  source: 'x',
  destinationKind: 'queue',
  destination,
  routingKey: 'k',
  arguments: NO_FIELDS,
});

const DELAYED: ExchangeDefinition = {
  ...EXCHANGE,
  type: 'x-delayed-message',
  arguments: fields({ 'x-delayed-type': 'direct' }),
};
const HOLDING: HoldingDefinition = { kind: 'holding', id: 8, vhost: '/', exchange: 'x' };

function stored(queueId: number, sequence: number): StoredMessage {
  const { exchange, routingKey, content, propertiesStart, bodyStart } = message({
    persistent: true,
    body: `m${String(sequence)}`,
  });
  const facts = { exchange, routingKey, content, propertiesStart, bodyStart };
  return { ...facts, queueId, sequence, expiresAt: 0, redelivered: sequence < 5, note: undefined };
}

describe('recovery', () => {
  const arrange = (): { spec: SpecVhost; recovery: Recovery } => {
    const spec = new SpecVhost();
    const vhosts = {
      get: (name: string) => (name === '/' ? spec.vhost : undefined),
      restore: () => {
        throw new Error('these specs have one vhost');
      },
      restoreParameter: () => {
        throw new BrokerError('not-found', 'component shovel not found');
      },
    };
    return { spec, recovery: new Recovery(vhosts, specFormat, () => {}) };
  };

  it('brings back exchanges, queues and bindings, and tells the store nothing of them', () => {
    const { spec, recovery } = arrange();
    for (const each of [queue(7, 'q'), EXCHANGE, binding('q')]) recovery.definition(each);
    expect(recovery.fault).to.equal(undefined);
    expect(spec.reached('x', 'k')).to.eql(['q']);
    expect(spec.vhost.queue('q')?.definition.id).to.equal(7);
    expect(spec.store.last).to.equal(0);
  });

  it('brings back messages in order, with what is known of their delivery', () => {
    const { spec, recovery } = arrange();
    recovery.definition(queue(7, 'q'));
    for (const sequence of [3, 4, 8]) recovery.message(stored(7, sequence));
    const target = spec.vhost.requireQueue('q', spec.owner);
    const entries = [target.get(true), target.get(true), target.get(true)];
    expect(entries.map((entry) => entry && bodyOf(entry.message))).to.eql(['m3', 'm4', 'm8']);
    expect(entries.map((entry) => entry?.redelivered)).to.eql([true, true, false]);
  });

  it('brings back what waits at a delayed exchange, and counts its queue for nobody', () => {
    const { spec, recovery } = arrange();
    for (const each of [DELAYED, queue(7, 'q'), HOLDING, binding('q')]) recovery.definition(each);
    recovery.message({ ...stored(8, 1), routingKey: 'k', expiresAt: spec.clock.now + 50 });
    expect(recovery.fault).to.equal(undefined);
    expect(recovery.recovered).to.eql({ queues: 1, messages: 1, warnings: [] });
    expect(recovery.highestQueueId).to.equal(8);
    spec.clock.advance(spec.clock.now + 49);
    expect(spec.vhost.queue('q')?.messageCount).to.equal(0);
    spec.clock.advance(spec.clock.now + 1);
    expect(spec.vhost.queue('q')?.messageCount).to.equal(1);
  });

  it('takes a parameter that nobody knows for damage', () => {
    const { recovery } = arrange();
    const parameter = { component: 'shovel', vhost: '/', name: 's', value: {} };
    recovery.definition({ kind: 'parameter', ...parameter });
    expect(recovery.fault?.message).to.equal('the store is damaged: component shovel not found');
  });

  it('counts, and knows the highest queue id', () => {
    const { recovery } = arrange();
    recovery.definition(queue(9, 'a'));
    recovery.definition(queue(7, 'b'));
    recovery.message(stored(7, 1));
    expect(recovery.recovered).to.eql({ queues: 2, messages: 1, warnings: [] });
    expect(recovery.highestQueueId).to.equal(9);
  });

  /** What this release refuses. */
  const FORMER: Readonly<Record<string, readonly [FieldTable, string]>> = {
    'x-consumer-timeout': [fields({ 'x-consumer-timeout': 'soon' }), 'expected integer'],
    'x-delivery-limit': [
      fields({ 'x-queue-type': 'quorum', 'x-delivery-limit': -7 }),
      '{value_negative,-7}',
    ],
    'x-consumer-disconnected-timeout': [
      fields({ 'x-consumer-disconnected-timeout': 5 }),
      'of queue type rabbit_classic_queue',
    ],
    'x-message-deduplication': [fields({ 'x-message-deduplication': 'yes' }), 'must be a boolean'],
  };

  for (const [argument, [args, reason]] of Object.entries(FORMER)) {
    it(`brings back a queue whose ${argument} was taken once, and warns of it`, () => {
      const { spec, recovery } = arrange();
      const limited = new Map([...args, ...fields({ 'x-max-length': 2 })]);
      recovery.definition({ ...queue(7, 'q'), arguments: limited });
      for (const sequence of [1, 2]) recovery.message(stored(7, sequence));
      expect(recovery.fault).to.equal(undefined);
      const { warnings } = recovery.recovered;
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.include(argument).and.include(reason);
      const target = spec.vhost.requireQueue('q', spec.owner);
      expect(target.definition.arguments).to.equal(limited);
      expect(target.deduplication).to.equal(undefined);
      // All else has its effect, and whoever declared it may do so again.
      spec.queue('q', { durable: true, arguments: limited });
      spec.vhost.publish(message({ routingKey: 'q' }));
      expect(target.messageCount).to.equal(2);
    });
  }

  it('brings back an exchange that was not asked to deduplicate as it is now', () => {
    const { spec, recovery } = arrange();
    const args = fields({ 'x-message-deduplication': 'yes' });
    for (const each of [queue(7, 'q'), { ...EXCHANGE, arguments: args }, binding('q')]) {
      recovery.definition(each);
    }
    expect(recovery.fault).to.equal(undefined);
    expect(recovery.recovered.warnings).to.have.lengthOf(1);
    expect(spec.vhost.exchange('x')?.deduplication).to.equal(undefined);
    expect(spec.reached('x', 'k')).to.eql(['q']);
  });

  const damages: Readonly<Record<string, readonly [(recovery: Recovery) => void, string]>> = {
    'a message of no queue': [
      (recovery) => recovery.message(stored(7, 1)),
      'a stored message is of queue 7, which is not there',
    ],
    'a binding to no queue': [
      (recovery) => [EXCHANGE, binding('q')].forEach((each) => recovery.definition(each)),
      "no queue 'q' in vhost '/'",
    ],
    'a binding from no exchange': [
      (recovery) => [queue(7, 'q'), binding('q')].forEach((each) => recovery.definition(each)),
      "no exchange 'x' in vhost '/'",
    ],
    'what waits at no exchange': [
      (recovery) => recovery.definition(HOLDING),
      "no exchange 'x' in vhost '/'",
    ],
    'an exchange of no type': [
      (recovery) => recovery.definition({ ...EXCHANGE, type: 'nope' }),
      "unknown exchange type 'nope'",
    ],
    'a queue of a type that none can have': [
      (recovery) =>
        recovery.definition({ ...queue(7, 'q'), arguments: fields({ 'x-queue-type': 'nope' }) }),
      `invalid arg 'x-queue-type' for queue 'q' in vhost '/': "unsupported queue type 'nope'"`,
    ],
    'what is of no vhost': [
      (recovery) => recovery.definition({ ...EXCHANGE, vhost: '/v' }),
      "a stored exchange is of vhost '/v', which is not there",
    ],
  };

  for (const [what, [act, text]] of Object.entries(damages)) {
    it(`calls ${what} damage`, () => {
      const { recovery } = arrange();
      act(recovery);
      expect(recovery.fault?.message).to.equal(`the store is damaged: ${text}`);
    });
  }

  it('tells of the first damage', () => {
    const { recovery } = arrange();
    recovery.message(stored(1, 1));
    recovery.message(stored(2, 1));
    expect(recovery.fault?.message).to.contain('queue 1,');
  });
});
