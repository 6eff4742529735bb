import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import type { Message } from '../../../src/core/message.js';
import {
  createSearch,
  readPlaces,
  SEARCH_PLACES,
  type SearchPlace,
} from '../../../src/management/messages/search.js';
import { compilePattern } from '../../../src/pattern.js';
import { fields, message } from '../../support/core-builders.js';

describe('What is looked for in messages', () => {
  const search = (text: string, isRegex = false, places: readonly SearchPlace[] = SEARCH_PLACES) =>
    createSearch({ text, isRegex, places }, compilePattern);
  const finds = (text: string, where: Message, isRegex = false, places?: readonly SearchPlace[]) =>
    search(text, isRegex, places)?.(where);

  it('is found in the routing key, in headers of any depth, and in the body', () => {
    const list: Field = { type: 'A', value: [{ type: 'F', value: fields({ deep: 'water' }) }] };
    const octets: Field = { type: 'x', value: Buffer.from('octets') };
    const decimal: Field = { type: 'D', value: { scale: 1, unscaled: 25 } };
    const headers = fields({ n: 4711, list, octets, decimal });
    const sent = message({ routingKey: 'order.new', headers, body: 'hello wörld' });
    for (const text of ['der.n', 'n', '4711', 'deep', 'wat', 'octets', '2.5', 'wörl']) {
      expect(finds(text, sent), text).to.equal(true);
    }
    expect(finds('wine', sent)).to.equal(false);
  });

  it('is found only where it is to be looked for', () => {
    const sent = message({ routingKey: 'key', headers: fields({ a: 'head' }), body: 'body' });
    const found = (place: SearchPlace) =>
      ['key', 'head', 'body'].filter((text) => finds(text, sent, false, [place]));
    expect(SEARCH_PLACES.map(found)).to.eql([['head'], ['key'], ['body']]);
  });

  it('is a text as it stands, or an expression', () => {
    const sent = message({ body: 'price: 15 EUR' });
    expect(finds('[0-9]+ EUR', sent)).to.equal(false);
    expect(finds('[0-9]+ EUR$', sent, true)).to.equal(true);
    expect(finds('(?i)PRICE', sent, true)).to.equal(true);
    expect(() => search('(', true)).to.throw('missing closing )');
    expect(() => search('x'.repeat(1_025))).to.throw('too_long');
  });

  it('is everything where it is empty', () => {
    expect(search('')).to.equal(undefined);
  });

  it('is not found behind the first quarter of a mebibyte of a body', () => {
    const body = `${'x'.repeat(262_144)}y`;
    expect(finds('y', message({ body, routingKey: '' }))).to.equal(false);
    expect(finds('y', message({ body: body.slice(1), routingKey: '' }))).to.equal(true);
  });

  it('is looked for in places that are named, or in all', () => {
    expect(readPlaces('')).to.eql(SEARCH_PLACES);
    expect(readPlaces('body,headers')).to.eql(['body', 'headers']);
    expect(() => readPlaces('sky')).to.throw('sky');
  });
});
