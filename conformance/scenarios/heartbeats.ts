/**
 * Heartbeats at the shortest interval there is, one second. All connections are watched at the same
 * time, and each scenario reads what was seen on one.
 */
import { expect } from 'chai';
import { encode } from '../support/raw/encode.js';
import { HEARTBEAT_FRAME, RawPeer } from '../support/raw/raw-peer.js';

/** Longer than any broker waits for a silent client at this interval. */
const WATCH_MS = 4000;

const watches = {
  firstBeat: async () => {
    const peer = await RawPeer.open({ heartbeatSeconds: 1 });
    const start = Date.now();
    await peer.heartbeats.next();
    return Date.now() - start;
  },

  silentClient: async () => {
    const peer = await RawPeer.open({ heartbeatSeconds: 1 });
    const start = Date.now();
    await peer.ended(WATCH_MS + 2000);
    return Date.now() - start;
  },

  beatingClient: async () => {
    const peer = await RawPeer.open({ heartbeatSeconds: 1 });
    await repeatedly(() => {
      peer.frame(HEARTBEAT_FRAME, 0, Buffer.alloc(0));
    });
    await peer.close();
    return true;
  },

  busyClient: async () => {
    const peer = await RawPeer.open({ heartbeatSeconds: 1 });
    await peer.openChannel(1);
    await repeatedly(async () => {
      peer.method(1, encode.method(20, 20, encode.bits(true)));
      await peer.expectMethod(1, 20, 21);
    });
    await peer.close();
    return true;
  },

  beatsWithout: async () => {
    const peer = await RawPeer.open({ heartbeatSeconds: 0 });
    await sleep(WATCH_MS);
    await peer.openChannel(1);
    return peer.heartbeats.count;
  },
} as const;

describe('Heartbeats', function () {
  this.timeout(WATCH_MS + 4000);
  const seen = new Map<keyof typeof watches, Promise<number | boolean>>();

  before(() => {
    for (const name of Object.keys(watches) as (keyof typeof watches)[]) {
      seen.set(name, watches[name]());
    }
  });
  after(() => RawPeer.abortAll());

  it('come from the broker at the interval that was tuned', async () => {
    expect(await seen.get('firstBeat')).to.be.within(300, 2000);
  });

  it('missed for two intervals make the broker hang up', async () => {
    expect(await seen.get('silentClient')).to.be.within(1500, WATCH_MS);
  });

  it('from the client keep an idle connection open', async () => {
    expect(await seen.get('beatingClient')).to.equal(true);
  });

  it('are not needed while there is other traffic', async () => {
    expect(await seen.get('busyClient')).to.equal(true);
  });

  it('tuned off are neither sent nor missed', async () => {
    expect(await seen.get('beatsWithout')).to.equal(0);
  });
});

async function repeatedly(act: () => unknown): Promise<void> {
  const end = Date.now() + WATCH_MS;
  while (Date.now() < end) {
    await act();
    await sleep(300);
  }
}

async function sleep(durationMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, durationMs));
}
