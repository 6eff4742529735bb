import { expect } from 'chai';
import { type Field, NO_FIELDS } from '../../../src/core/field.js';
import type { PublishedParts } from '../../../src/core/message.js';
import { publishMessage } from '../../../src/management/messages/publish-message.js';
import { fields } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('A message that the HTTP API publishes', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    const request = { name: 'q', durable: true, autoDelete: false, exclusive: false };
    api.broker.vhost('/')?.declareQueue({ ...request, arguments: NO_FIELDS }, { name: 'x' });
  });
  afterEach(() => api.stop());

  const vhost = () => {
    const found = api.broker.vhost('/');
    if (found === undefined) throw new Error('no vhost');
    return found;
  };
  const publish = (parts: Partial<PublishedParts>) => {
    const given = { broker: api.broker, vhost: vhost(), owner: { name: 'x', user: 'guest' } };
    const defaults = { exchange: '', routingKey: 'q', properties: NO_FIELDS };
    const body = Buffer.from('hi');
    return publishMessage({ ...given, authorization: undefined }, { ...defaults, body, ...parts });
  };
  const queue = () => vhost().queue('q');
  const table = (value: ReadonlyMap<string, Field>): ReadonlyMap<string, Field> =>
    new Map([['headers', { type: 'F', value }]]);

  it('is counted like one of AMQP that is mandatory and to be confirmed', () => {
    const { counters } = api.broker;
    expect(publish({})).to.deep.equal({ isRouted: true, isRefused: false });
    expect(publish({ routingKey: 'none' })).to.deep.equal({ isRouted: false, isRefused: false });
    const { received, receivedToConfirm, routed, returned, dropped } = counters;
    expect([received, receivedToConfirm, routed, returned, dropped]).to.eql([2, 2, 1, 1, 0]);
  });

  it('goes to the keys of CC and BCC as well, and tells of CC alone', () => {
    const list: Field = { type: 'A', value: [{ type: 'S', value: 'q' }] };
    publish({ routingKey: 'none', properties: table(fields({ CC: list, BCC: list })) });
    const message = queue()?.get(true)?.message;
    expect(message && [...message.format.headers(message).keys()]).to.eql(['CC']);
    const wrong = table(fields({ CC: 'q' }));
    expect(() => publish({ properties: wrong })).to.throw('unacceptable_type_in_header,"CC"');
  });

  it('is persistent, urgent and short-lived as its properties say', () => {
    const properties = fields({ delivery_mode: 2, priority: 7, expiration: '60000' });
    publish({ properties });
    const message = queue()?.get(true)?.message;
    expect(message).to.include({ persistent: true, priority: 7, ttlMs: 60_000 });
  });

  it('is refused for what a publish over AMQP is refused', () => {
    const refused = (values: Record<string, string | number>): (() => unknown) => {
      return () => publish({ properties: fields(values) });
    };
    expect(refused({ delivery_mode: 3 })).to.throw('{delivery_mode_unknown,3}');
    expect(refused({ delivery_mode: -1 })).to.throw('{delivery_mode_unknown,-1}');
    expect(refused({ expiration: 'soon' })).to.throw("invalid expiration 'soon': no_integer");
    const fast = { reply_to: 'amq.rabbitmq.reply-to' };
    expect(refused(fast)).to.throw('fast reply consumer does not exist');
    expect(() => publish({ exchange: 'none' })).to.throw("no exchange 'none' in vhost '/'");
    expect(queue()?.messageCount).to.equal(0);
  });

  it('says that a queue has no room', () => {
    const request = { name: 'full', durable: false, autoDelete: false, exclusive: false };
    const arguments_ = fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    vhost().declareQueue({ ...request, arguments: arguments_ }, { name: 'x' });
    expect(publish({ routingKey: 'full' })).to.deep.equal({ isRouted: true, isRefused: true });
  });

  it('carries no history of deaths of its own where RabbitMQ 4.x rules', () => {
    const deaths: Field = { type: 'A', value: [] };
    const properties = table(fields({ 'x-death': deaths, a: 1 }));
    publish({ properties });
    api.broker.declareVhost({ name: '/', compatibility: '4.x' });
    publish({ properties });
    const keys = [0, 1].map(() => {
      const message = queue()?.get(true)?.message;
      return message && [...message.format.headers(message).keys()];
    });
    expect(keys).to.eql([['x-death', 'a'], ['a']]);
  });

  it('is traced with the user who published it', async () => {
    const { firehose } = vhost();
    firehose.isOn = true;
    const binding = { source: 'amq.rabbitmq.trace', destinationKind: 'queue' } as const;
    const rest = { destination: 'q', routingKey: 'publish.#', arguments: NO_FIELDS };
    vhost().bind({ ...binding, ...rest }, { name: 'x' });
    publish({ routingKey: 'none' });
    await Promise.resolve();
    api.clock.advance(api.clock.now + 1);
    const trace = queue()?.get(true)?.message;
    expect(trace?.format.headers(trace).get('user')).to.eql({ type: 'S', value: 'guest' });
  });
});
