import { expect } from 'chai';
import { KeySequence, PAUSE_MS_MAX } from '../../../src/console/shell/key-sequence.js';

describe('Keys', () => {
  it('act alone, or two in a row', () => {
    const keys = new KeySequence();
    expect(keys.press('/', 0)).to.equal('filter');
    expect(keys.press('g', 10)).to.equal(undefined);
    expect(keys.press('q', 20)).to.equal('go:queues');
    expect(keys.press('q', 30)).to.equal(undefined);
  });

  it('forget the first one after a while', () => {
    const keys = new KeySequence();
    keys.press('g', 0);
    expect(keys.press('q', PAUSE_MS_MAX + 1)).to.equal(undefined);
  });

  it('act alone after a first one that led nowhere', () => {
    const keys = new KeySequence();
    keys.press('g', 0);
    expect(keys.press('?', 10)).to.equal('help');
    keys.press('g', 20);
    keys.press('g', 30);
    expect(keys.press('o', 40)).to.equal('go:');
  });
});
