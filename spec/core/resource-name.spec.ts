import { expect } from 'chai';
import {
  notFound,
  refuseDefaultExchange,
  refuseUnfitName,
  stripLineBreaks,
} from '../../src/core/resource-name.js';
import { faultOf } from '../support/spec-vhost.js';

describe('names of queues and exchanges', () => {
  it('lose line breaks wherever they stand', () => {
    expect(stripLineBreaks('\r\na\rb\n')).to.equal('ab');
    expect(stripLineBreaks('a b\t')).to.equal('a b\t');
  });

  it('must not begin with amq.', () => {
    expect(faultOf(() => refuseUnfitName('queue', 'amq.x'))).to.equal(
      "access-refused: queue name 'amq.x' contains reserved prefix 'amq.*'",
    );
    refuseUnfitName('queue', 'amqx');
    refuseUnfitName('queue', 'x.amq.');
  });

  it('must fit into a short string', () => {
    refuseUnfitName('exchange', 'é'.repeat(127));
    expect(faultOf(() => refuseUnfitName('exchange', 'é'.repeat(128)))).to.equal(
      'precondition-failed: exchange should be less than 255 bytes, actually was 256\n',
    );
  });

  it('may be empty only where the default exchange is not meant', () => {
    expect(faultOf(() => refuseDefaultExchange(''))).to.equal(
      'access-refused: operation not permitted on the default exchange',
    );
    refuseDefaultExchange('x');
  });

  it('are shown with kind and vhost where nothing bears them', () => {
    expect(notFound('exchange', 'x', '/v')).to.include({
      kind: 'not-found',
      message: "no exchange 'x' in vhost '/v'",
    });
  });
});
