import { expect } from 'chai';
import { readVersion } from '../src/version.js';

describe('The version', () => {
  it("is package.json's", () => {
    expect(readVersion()).to.match(/^\d+\.\d+\.\d+/);
  });
});
