import { expect } from 'chai';
import { checkFrameMax } from '../../../src/amqp/wire/frame-max.js';
import { FrameReader } from '../../../src/amqp/wire/frame-reader.js';
import { FrameWriter } from '../../../src/amqp/wire/frame-writer.js';
import { RecordingSink } from './frames.js';

describe('frame-max', () => {
  it('is 4096 at least', () => {
    expect(() => checkFrameMax(4096)).not.to.throw();
    for (const wrong of [4095, 0, -1, Number.NaN]) {
      expect(() => checkFrameMax(wrong)).to.throw(RangeError);
    }
  });

  it('is checked by reader and writer', () => {
    const reader = new FrameReader(new RecordingSink(), 4096);
    const writer = new FrameWriter(() => true);
    for (const side of [reader, writer]) {
      expect(() => (side.frameMax = 0)).to.throw(RangeError);
      side.frameMax = 131072;
      expect(side.frameMax).to.equal(131072);
    }
    expect(() => new FrameReader(new RecordingSink(), 0)).to.throw(RangeError);
  });
});
