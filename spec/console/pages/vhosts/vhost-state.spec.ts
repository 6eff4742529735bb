import { expect } from 'chai';
import { stateOf } from '../../../../src/console/pages/vhosts/vhost-state.js';

describe('The state of a vhost', () => {
  it('is that on all nodes', () => {
    expect(stateOf({ cluster_state: { 'leveret@a': 'running' } })).to.equal('running');
    expect(stateOf({ cluster_state: { a: 'running', b: 'running' } })).to.equal('running');
    expect(stateOf({ cluster_state: { a: 'running', b: 'stopped' } })).to.equal('running, stopped');
  });
});
