import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';
import { Connections } from '../../src/transport/connections.js';
import { RecordingProtocol } from '../support/recording-session.js';

function build(connectionCountMax: number, halfOpenCountMax: number) {
  const refusals: string[] = [];
  const connections = new Connections({
    protocol: new RecordingProtocol(),
    clock: new Clock(),
    touch: () => {},
    connectionCountMax,
    halfOpenCountMax,
    observer: { opened() {}, closed() {}, refused: (limit) => refusals.push(limit) },
  });
  return { connections, refusals };
}

describe('The connections of a broker', () => {
  it('have as many places as the limit says, and give one back once', () => {
    const { connections, refusals } = build(2, 2);
    const first = connections.enter();
    connections.enter();
    expect(connections.enter()).to.equal(undefined);
    first?.leave();
    first?.leave();
    expect(connections.enter()).not.to.equal(undefined);
    expect(connections.enter()).to.equal(undefined);
    expect(refusals).to.deep.equal(['connections', 'connections']);
  });

  it('are half open until they are established or gone', () => {
    const { connections, refusals } = build(10, 1);
    const first = connections.enter();
    expect(connections.enter()).to.equal(undefined);
    first?.establish();
    const second = connections.enter();
    second?.leave();
    expect(connections.enter()).not.to.equal(undefined);
    expect(refusals).to.deep.equal(['half-open']);
  });

  it('are closed at once where there are none', async () => {
    await build(1, 1).connections.close('stop', 1_000);
  });
});
