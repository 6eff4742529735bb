import { expect } from 'chai';
import { BROKER_OPTIONS, brokerOptions } from '../src/broker-config.js';
import { resolveConfig } from '../src/config.js';

function optionsOf(flags: Readonly<Record<string, string>>): ReturnType<typeof brokerOptions> {
  return brokerOptions(resolveConfig({ flags, environment: {}, readFile: () => '' }).config);
}

describe('The options of the broker', () => {
  it('are RabbitMQ’s defaults: no limits but channels', () => {
    expect(optionsOf({})).to.deep.equal({
      memoryHighWatermark: '0.6',
      diskFreeLimit: '50MB',
      compatibility: '3.x',
      loadDefinitions: undefined,
      clusterName: undefined,
      defaultQueueType: '',
      vhosts: [],
      nodeLimits: {
        vhostCountMax: Infinity,
        channelCountMax: Infinity,
        queueCountMax: Infinity,
        exchangeCountMax: Infinity,
        messageSizeMax: 134_217_728,
      },
      amqp: {
        heartbeatSeconds: 60,
        frameMax: 131_072,
        channelMax: 2_047,
        consumersPerChannelMax: 65_535,
      },
    });
  });

  it('name vhosts with commas between them, and blanks if one likes', () => {
    expect(optionsOf({ vhosts: 'orders, /billing,,' }).vhosts).to.deep.equal([
      'orders',
      '/billing',
    ]);
  });

  it('say what clients are offered when they connect', () => {
    const { amqp } = optionsOf({ heartbeat: '0', 'frame-max': '4096' });
    expect(amqp).to.include({ heartbeatSeconds: 0, frameMax: 4096 });
  });

  it('limit what they are named after', () => {
    const { nodeLimits, amqp } = optionsOf({
      'vhost-max': '1',
      'channel-max': '3',
      'channel-max-per-node': '4',
      'consumer-max-per-channel': 'infinity',
      'cluster-queue-limit': '5',
      'cluster-exchange-limit': '0',
      'max-message-size': '536870912',
    });
    expect(nodeLimits).to.deep.equal({
      vhostCountMax: 1,
      channelCountMax: 4,
      queueCountMax: 5,
      exchangeCountMax: 0,
      messageSizeMax: 536_870_912,
    });
    expect(amqp).to.include({ channelMax: 3, consumersPerChannelMax: Infinity });
  });

  it('say how the broker is called, and what a queue is that says nothing of it', () => {
    const given = optionsOf({ 'cluster-name': 'warren', 'default-queue-type': 'quorum' });
    expect(given).to.include({ clusterName: 'warren', defaultQueueType: 'quorum' });
    expect(() => optionsOf({ 'default-queue-type': 'stream' })).to.throw('classic, quorum');
    expect(() => optionsOf({ 'max-message-size': '536870913' })).to.throw('from 1 to 536870912');
  });

  it('take numbers and infinity from a file too, and nothing else', () => {
    const { read } = BROKER_OPTIONS.vhostMax;
    expect([0, 7, '7', 'infinity'].map(read)).to.deep.equal([0, 7, 7, 'infinity']);
    expect([-1, 1.5, '', '1e3', null, true, []].map(read)).to.deep.equal(Array(7).fill(undefined));
    const { read: readChannels } = BROKER_OPTIONS.channelMax;
    expect([1, 65_535].map(readChannels)).to.deep.equal([1, 65_535]);
    expect([0, 65_536, 'infinity'].map(readChannels)).to.deep.equal(Array(3).fill(undefined));
  });
});
