import { expect } from 'chai';
import { Heartbeat } from '../../src/amqp/heartbeat.js';
import { Clock } from '../../src/core/clock.js';
import { amqpServer } from '../support/amqp-server.js';
import { frame, HEARTBEAT } from '../support/loopback-client.js';

function make(intervalSeconds: number) {
  const clock = new Clock(1_000);
  const events: string[] = [];
  const heartbeat = new Heartbeat(clock, intervalSeconds, {
    onIdle: () => events.push('idle'),
    onMissed: () => events.push('missed'),
  });
  const advance = (ms: number): string[] => {
    clock.advance(clock.now + ms);
    return events.splice(0);
  };
  return { clock, heartbeat, advance };
}

describe('The heartbeat of a connection', () => {
  it('is due after a quarter of an interval in which nothing was written', () => {
    const { advance } = make(10);
    expect(advance(2_499)).to.eql([]);
    expect(advance(1)).to.eql(['idle']);
  });

  it('is not due where something was written', () => {
    const { heartbeat, advance } = make(10);
    heartbeat.noteWritten();
    expect(advance(2_500)).to.eql([]);
    expect(advance(2_500)).to.eql(['idle']);
  });

  it('is missed once nothing was read for two intervals', () => {
    const { advance } = make(10);
    expect(advance(19_999)).to.not.include('missed');
    expect(advance(1)).to.include('missed');
  });

  it('is not missed while anything is read', () => {
    const { heartbeat, advance } = make(10);
    for (let count = 0; count < 10; count++) {
      expect(advance(19_000)).to.not.include('missed');
      heartbeat.noteRead();
    }
  });

  it('leaves no timer behind', () => {
    const { clock, heartbeat } = make(10);
    heartbeat.stop();
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('is sent to a client that is told nothing else, and to none that wants none', () => {
    const server = amqpServer();
    const client = server.open({ heartbeat: 10 });
    const quiet = server.open({ heartbeat: 0 });
    server.advance(2_500);
    // Open-Ok was written in this quarter, and a heartbeat in the one after it.
    expect(client.names()).to.eql([]);
    for (let count = 0; count < 4; count++) {
      server.advance(2_500);
      expect(client.names()).to.eql(['0 heartbeat']);
      server.advance(2_500);
      expect(client.names()).to.eql([]);
      client.write(frame(HEARTBEAT, 0));
    }
    server.advance(3_600_000);
    expect(client.isClosed).to.equal(true);
    expect(quiet.names()).to.eql([]);
    expect(quiet.isClosed).to.equal(false);
  });

  it('is not sent where a delivery or reply has just gone out', () => {
    const server = amqpServer();
    const client = server.open({ heartbeat: 10 });
    server.advance(5_000);
    client.take();
    server.advance(2_000);
    client.send(1, 'basic.qos');
    expect(client.names()).to.eql(['1 basic.qos-ok']);
    server.advance(500);
    expect(client.names()).to.eql([]);
  });

  it('keeps a client alive that sends nothing but heartbeats', () => {
    const server = amqpServer();
    const client = server.open({ heartbeat: 10 });
    for (let count = 0; count < 20; count++) {
      server.advance(10_000);
      client.write(frame(HEARTBEAT, 0));
      client.take();
    }
    expect(client.isClosed).to.equal(false);
    server.advance(25_000);
    expect(client.isClosed).to.equal(true);
    expect(server.log).to.include('missed heartbeats');
  });

  it('gives back what a silent client held', () => {
    const server = amqpServer();
    const client = server.open({ heartbeat: 10 });
    const other = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'kept', { key: 'q' });
    client.send(1, 'basic.get', { queue: 'q' });
    expect(client.bodies()).to.eql(['kept']);
    server.advance(25_000);
    other.send(1, 'basic.get', { queue: 'q', noAck: true });
    expect(other.lines()).to.eql([
      '1 basic.get-ok deliveryTag=1 redelivered=true exchange= routingKey=q messageCount=0 kept',
    ]);
  });

  it('is not expected of a client that is not read from', () => {
    const server = amqpServer();
    const client = server.open({ heartbeat: 10, highWaterMark: 1_024 });
    client.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'x'.repeat(100_000), { key: 'q' });
    client.take();
    client.pause();
    for (let count = 0; count < 200; count++) client.send(1, 'basic.get', { queue: 'q' });
    for (let count = 0; count < 200; count++) {
      client.send(1, 'basic.nack', { deliveryTag: 0, multiple: true, requeue: true });
      client.send(1, 'basic.get', { queue: 'q' });
    }
    server.settle();
    const { bufferedBytes } = client.pair.server;
    expect(bufferedBytes).to.be.greaterThan(16 * 1024 * 1024);
    server.advance(3_600_000);
    expect(client.isClosed).to.equal(false);
    client.resume().take();
    server.advance(25_000);
    expect(client.isClosed).to.equal(true);
  });
});
