import { expect } from 'chai';
import { Intake } from '../../src/amqp/intake.js';
import { LoopbackPair } from '../../src/transport/loopback.js';

/** What a transport was asked, in order. */
function watched(): { intake: Intake; asked: string[] } {
  const asked: string[] = [];
  const transport = new LoopbackPair('pair').server;
  transport.pause = () => asked.push('pause');
  transport.resume = () => asked.push('resume');
  return { intake: new Intake(transport), asked };
}

describe('The intake of a connection', () => {
  it('is open at first', () => {
    expect(watched().intake.isHeld).to.equal(false);
  });

  it('is held by any reason, and goes on when the last one has gone', () => {
    const { intake, asked } = watched();
    intake.hold('store');
    intake.hold('alarm');
    intake.release('store');
    expect(intake).to.include({ isHeld: true });
    expect(intake.isHeldBy('store')).to.equal(false);
    expect(intake.isHeldBy('alarm')).to.equal(true);
    intake.release('alarm');
    expect(intake.isHeld).to.equal(false);
    expect(asked).to.deep.equal(['pause', 'pause', 'resume']);
  });

  it('takes no notice of a reason that goes without having come', () => {
    const { intake, asked } = watched();
    intake.release('output');
    expect(asked).to.deep.equal([]);
  });

  it('goes on at once when all reasons are dropped', () => {
    const { intake, asked } = watched();
    intake.hold('output');
    intake.hold('alarm');
    intake.releaseAll();
    expect(intake.isHeld).to.equal(false);
    expect(asked.at(-1)).to.equal('resume');
  });
});
