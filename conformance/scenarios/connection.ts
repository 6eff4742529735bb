/**
 * The life of a connection after its handshake: what the broker says of itself, closing.
 */
import amqplib from 'amqplib';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { eventually } from '../support/eventually.js';
import { expectFault } from '../support/fault.js';
import { encode } from '../support/raw/encode.js';
import { METHOD_FRAME, RawPeer } from '../support/raw/raw-peer.js';
import { useStage } from '../support/stage.js';

describe('A connection', () => {
  const stage = useStage();
  afterEach(() => RawPeer.abortAll());

  it('is told the nine capabilities of the broker', async () => {
    const { connection } = await stage.connect();
    expect(connection.serverProperties).to.have.property('capabilities').that.deep.equals({
      publisher_confirms: true,
      exchange_exchange_bindings: true,
      'basic.nack': true,
      consumer_cancel_notify: true,
      'connection.blocked': true,
      consumer_priorities: true,
      authentication_failure_close: true,
      per_consumer_qos: true,
      direct_reply_to: true,
    });
  });

  it('is told the product, version and platform of the broker', async () => {
    const { connection } = await stage.connect();
    const others = ['copyright', 'information', 'cluster_name'];
    for (const name of ['product', 'version', 'platform', ...others]) {
      expect(connection.serverProperties[name]).to.be.a('string').that.is.not.empty;
    }
  });

  it('is closed with close-ok', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    await peer.close();
  });

  it('ignores what comes after its close', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const fields = [encode.short(200), encode.shortString(''), encode.short(0), encode.short(0)];
    const close = encode.method(10, 50, ...fields);
    const late = encode.method(60, 99);
    peer.send(
      Buffer.concat([
        encode.frame(METHOD_FRAME, 0, close),
        encode.frame(METHOD_FRAME, 1, late),
        encode.frame(METHOD_FRAME, 5, late),
      ]),
    );
    await peer.expectMethod(0, 10, 51);
  });

  it('with a wrong password is refused with 403', async () => {
    const url = new URL(broker.url);
    url.password = 'wrong';
    const error = await amqplib.connect(url.href).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.equal(
      'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - ' +
        'Login was refused using authentication mechanism PLAIN. ' +
        'For details see the broker logfile."',
    );
  });

  it('takes its exclusive queues away when it closes', async () => {
    const owner = await stage.connect();
    const channel = await stage.channel(owner);
    const queue = await stage.queue(channel, { exclusive: true });
    await owner.close();
    const probe = await stage.channel();
    await expectFault(
      probe,
      { code: 404, text: `NOT_FOUND - no queue '${queue}' in vhost '/'` },
      () => probe.checkQueue(queue),
    );
  });

  it('takes its exclusive queues away when its line is cut', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const queue = stage.queueName();
    const exclusive = encode.bits(false, false, true, false, false);
    const fields = [encode.short(0), encode.shortString(queue), exclusive, encode.table()];
    peer.method(1, encode.method(50, 10, ...fields));
    await peer.expectMethod(1, 50, 11);
    await peer.abort();
    const connection = await stage.connect();
    await eventually('the exclusive queue is gone', async () => {
      const channel = await stage.channel(connection);
      return channel.assertQueue(queue, { exclusive: true }).then(
        () => true,
        () => false,
      );
    });
  });
});
