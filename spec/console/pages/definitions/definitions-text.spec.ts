import { expect } from 'chai';
import {
  readDefinitions,
  SIZE_MAX,
} from '../../../../src/console/pages/definitions/definitions-text.js';

describe('The text of definitions', () => {
  it('is taken as it is', () => {
    const text = '{"queues": [{"name": "q", "vhost": "/"}]}';
    expect(readDefinitions(text)).to.deep.equal({ text, isOfOneVhost: false });
  });

  it('is known to be of one vhost where nothing names any', () => {
    const isOfOne = (document: object) => readDefinitions(JSON.stringify(document)).isOfOneVhost;
    expect(isOfOne({ queues: [], exchanges: [{ name: 'e' }] })).to.equal(true);
    expect(isOfOne({ vhosts: [], exchanges: [{ name: 'e' }] })).to.equal(false);
    expect(isOfOne({ queues: 5 })).to.equal(false);
    expect(isOfOne({})).to.equal(false);
  });

  it('is refused for what it is not', () => {
    expect(() => readDefinitions('{"queues": [,]}')).to.throw('This is no JSON: ');
    expect(() => readDefinitions('[]')).to.throw('Definitions are a JSON object');
    expect(() => readDefinitions('null')).to.throw('Definitions are a JSON object');
    expect(() => readDefinitions('ü'.repeat(SIZE_MAX / 2 + 1))).to.throw(
      'These are 20.0 MB; an import takes 20 MB at most.',
    );
  });
});
