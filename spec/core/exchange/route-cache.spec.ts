import { expect } from 'chai';
import { RouteCache } from '../../../src/core/exchange/route-cache.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('the route cache of an exchange', () => {
  const queue = new SpecVhost().queue('q');

  it('remembers a route for its routing key', () => {
    const cache = new RouteCache();
    cache.remember('a', [queue]);
    expect(cache.get('a')).to.eql([queue]);
    expect(cache.get('b')).to.equal(undefined);
  });

  it('remembers that a message goes nowhere', () => {
    const cache = new RouteCache();
    cache.remember('a', []);
    expect(cache.get('a')).to.eql([]);
  });

  it('remembers one route for all keys', () => {
    const cache = new RouteCache();
    cache.rememberForAll([queue]);
    expect(cache.get('a')).to.eql([queue]);
    expect(cache.get('b')).to.eql([queue]);
  });

  it('knows nothing once it is cleared', () => {
    const cache = new RouteCache();
    cache.remember('a', [queue]);
    cache.rememberForAll([queue]);
    cache.clear();
    expect(cache.get('a')).to.equal(undefined);
  });
});
