import { expect } from 'chai';
import {
  inForce,
  limitChanges,
  without,
} from '../../../../src/console/pages/access/limit-changes.js';

describe('The limits that a form changes', () => {
  it('are those whose text is another now', () => {
    const limits = { 'max-connections': 5, 'max-channels': 10 };
    expect(limitChanges(limits, {})).to.deep.equal([]);
    expect(limitChanges(limits, { 'max-connections': '5' })).to.deep.equal([]);
    expect(limitChanges(limits, { 'max-connections': '0', 'max-channels': ' ' })).to.deep.equal([
      { name: 'max-connections', value: 0 },
      { name: 'max-channels', value: undefined },
    ]);
  });

  it('are there once they are in force, as numbers', () => {
    const saved = { 'max-connections': '03', 'max-channels': '1', 'max-queues': '' };
    expect(inForce({ 'max-connections': 3 }, saved)).to.deep.equal({
      'max-connections': '03',
      'max-queues': '',
    });
  });

  it('leave what is typed while they are saved', () => {
    const saved = { 'max-connections': '3', 'max-channels': '1' };
    expect(without({ 'max-connections': '', 'max-channels': '1' }, saved)).to.deep.equal({
      'max-connections': '',
    });
  });

  it('are none where nothing was and nothing is', () => {
    expect(limitChanges({}, { 'max-connections': '' })).to.deep.equal([]);
    expect(limitChanges({}, { 'max-connections': '7' })).to.deep.equal([
      { name: 'max-connections', value: 7 },
    ]);
  });
});
