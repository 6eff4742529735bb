import { expect } from 'chai';
import { Failure } from '../../src/cli/failure.js';
import { findTarget } from '../../src/cli/target.js';

function find(
  options: Record<string, string> = {},
  environment: Record<string, string> = {},
  sockets: readonly string[] = [],
) {
  const target = findTarget({ options, environment, exists: (path) => sockets.includes(path) });
  return { ...target, url: target.url.href };
}

const HERE = 'leveret-data/management.sock';

describe('The broker that a verb speaks to', () => {
  it('is that of the usual port, as guest, where nothing else is known', () => {
    expect(find()).to.deep.equal({
      url: 'http://127.0.0.1:15672/',
      user: 'guest',
      password: 'guest',
      timeoutMs: 60_000,
    });
  });

  it('is the one whose data folder is here, without a password', () => {
    expect(find({}, {}, [HERE])).to.deep.include({ socketPath: HERE, user: undefined });
  });

  it('is the one whose data folder is named, whether it runs or not', () => {
    expect(find({ 'data-dir': '/d' }).socketPath).to.equal('/d/management.sock');
    const environment = { LEVERET_DATA_DIR: '/d' };
    expect(find({}, environment, ['/d/management.sock']).socketPath).to.equal('/d/management.sock');
    expect(find({}, environment).socketPath).to.equal(undefined);
  });

  it('is the one at the address, which goes before a socket', () => {
    const target = find({ url: 'https://ann:a%40b@mq.example:443/mq' }, {}, [HERE]);
    expect(target).to.include({ user: 'ann', password: 'a@b' });
    expect(target).not.to.have.property('socketPath');
  });

  it('is told by the environment; an option goes before it', () => {
    const environment = {
      LEVERET_URL: 'http://one:1',
      LEVERET_USERNAME: 'ann',
      LEVERET_PASSWORD: 'secret',
    };
    expect(find({}, environment)).to.include({ url: 'http://one:1/', user: 'ann' });
    const options = { url: 'http://two:2', username: 'bob' };
    expect(find(options, environment)).to.include({ url: 'http://two:2/', user: 'bob' });
    expect(find(options, environment).password).to.equal('secret');
  });

  it('has as long to answer as it is given', () => {
    expect(find({ timeout: '1.5' }).timeoutMs).to.equal(1_500);
    expect(find({ timeout: 'infinity' }).timeoutMs).to.equal(Infinity);
    for (const timeout of ['0', 'soon', '-1']) expect(() => find({ timeout })).to.throw(Failure);
  });

  it('speaks HTTP and nothing else', () => {
    for (const url of ['amqp://127.0.0.1', 'nonsense', '127.0.0.1:15672']) {
      expect(() => find({ url })).to.throw(Failure, '--url takes http://HOST:PORT');
    }
  });
});
