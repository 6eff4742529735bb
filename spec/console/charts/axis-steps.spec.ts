import { expect } from 'chai';
import { axisSteps } from '../../../src/console/charts/axis-steps.js';
import { formatBytes, formatCount, formatDuration } from '../../../src/console/format/numbers.js';

describe('The lines of an axis', () => {
  it('are round in what bytes are written in', () => {
    const texts = axisSteps(formatBytes)?.slice(8, 12).map(formatBytes);
    expect(texts).to.deep.equal(['256 B', '512 B', '1.00 KiB', '2.00 KiB']);
  });

  it('are round in what times are written in', () => {
    const texts = axisSteps(formatDuration)?.slice(11, 17).map(formatDuration);
    expect(texts).to.deep.equal(['5 s', '10 s', '15 s', '30 s', '1 min', '2 min']);
  });

  it('come in ascending order', () => {
    for (const format of [formatBytes, formatDuration]) {
      const steps = axisSteps(format) ?? [];
      expect(steps).to.deep.equal(steps.toSorted((a, b) => a - b));
      expect(new Set(steps).size).to.equal(steps.length).and.greaterThan(30);
    }
  });

  it('are left to the chart where numbers are counted in tens', () => {
    expect(axisSteps(formatCount)).to.equal(undefined);
  });
});
