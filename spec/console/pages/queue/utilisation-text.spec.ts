import { expect } from 'chai';
import { utilisationText } from '../../../../src/console/pages/queue/utilisation-text.js';

describe('The utilisation of consumers in words', () => {
  it('is that they keep up, that they are full, or for how much of the time they were', () => {
    expect(utilisationText(1)).to.match(/^They keep up/);
    expect(utilisationText(0.995)).to.match(/^They keep up/);
    expect(utilisationText(0.004)).to.match(/^They are full/);
    expect(utilisationText(0.75)).to.include('for 25 % of the time');
  });
});
