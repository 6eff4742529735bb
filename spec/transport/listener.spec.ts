import { expect } from 'chai';
import { once } from 'node:events';
import type { Reactions } from '../support/recording-session.js';
import { TestListener, type TestListenerOptions } from '../support/test-listener.js';

describe('A listener', () => {
  let test: TestListener;
  afterEach(() => test.stop());

  async function start(
    reactions: Reactions = {},
    options: TestListenerOptions = {},
  ): Promise<void> {
    test = new TestListener(reactions, options);
    await test.start();
  }

  it('takes a free port for port 0 and says which', async () => {
    await start();
    expect(test.port).to.be.greaterThan(0);
  });

  it('names the port that another process has, and the way out', async () => {
    await start();
    const second = new TestListener();
    let message = '';
    await second.listener.listen('127.0.0.1', test.port).catch((error: unknown) => {
      message = String(error);
    });
    expect(message).to.equal(
      `Error: cannot listen on 127.0.0.1:${test.port}: another process does; ` +
        'stop it or choose another port (0 takes a free one)',
    );
  });

  it('tells of connections that open and close', async () => {
    await start();
    const client = await test.connect();
    const session = await test.protocol.session();
    expect(test.connections.count).to.equal(1);
    client.end();
    await session.untilEvent('closed');
    const { name } = session.transport;
    expect(test.log).to.deep.equal([`opened ${name}`, `closed ${name}: closed by the peer`]);
    expect(test.connections.count).to.equal(0);
  });

  it('refuses one connection too many, and takes the next when one has gone', async () => {
    await start({}, { connectionCountMax: 1 });
    const first = await test.connect();
    const session = await test.protocol.session();
    const second = await test.connect();
    await once(second, 'close');
    expect(test.log.at(-1)).to.equal('refused: connections');
    expect(test.protocol.sessions).to.have.length(1);
    first.end();
    await session.untilEvent('closed');
    await test.connect();
    await test.protocol.session(2);
  });

  it('names the option that chooses the port, where there is one', async () => {
    await start();
    const second = new TestListener();
    const listening = second.listener.listen('127.0.0.1', test.port, '--other-port');
    const message = await listening.catch(String);
    expect(message).to.contain('choose another port with --other-port (0 takes a free one)');
  });

  it('refuses those who knock while too many others have not logged in', async () => {
    await start({}, { halfOpenCountMax: 1 });
    await test.connect();
    const session = await test.protocol.session();
    const second = await test.connect();
    await once(second, 'close');
    expect(test.log.at(-1)).to.equal('refused: half-open');
    session.transport.established();
    session.transport.established();
    await test.connect();
    await test.protocol.session(2);
  });

  it('closes by letting every session say goodbye, and waits until all have', async () => {
    await start({
      shutdown: ({ transport }, cause) => {
        transport.write(Buffer.from(cause));
        transport.end();
      },
    });
    const client = await test.connect();
    const session = await test.protocol.session();
    const goodbye = once(client, 'data');
    test.listener.close();
    await test.connections.close('storage-failure', 1_000);
    expect(String(await goodbye)).to.equal('storage-failure');
    expect(session.events).to.deep.equal([
      'shutdown: storage-failure',
      'closed: closed by the broker',
    ]);
    expect(test.clock.nextDeadline).to.equal(undefined);
  });

  it('cuts those that do not take leave within the limit', async () => {
    await start();
    await test.connect();
    const session = await test.protocol.session();
    const closed = test.close(1_000);
    expect(session.events).to.deep.equal(['shutdown: stop']);
    test.clock.advance(test.clock.now + 1_000);
    await closed;
    expect(session.events).to.deep.equal(['shutdown: stop', 'closed: closed by the broker']);
  });

  it('takes no connection once it closes', async () => {
    await start();
    await test.close();
    let code = '';
    await test.connect().catch((error: NodeJS.ErrnoException) => {
      code = error.code ?? '';
    });
    expect(code).to.equal('ECONNREFUSED');
  });
});
