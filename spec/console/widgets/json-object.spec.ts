import { expect } from 'chai';
import { readJsonObject } from '../../../src/console/widgets/json-object.js';

describe('An object that is typed as JSON', () => {
  it('is read, and is empty where nothing is typed', () => {
    expect(readJsonObject('headers', ' {"a": [1]} ')).to.deep.equal({ a: [1] });
    expect(readJsonObject('headers', ' ')).to.deep.equal({});
  });

  it('is refused with the reason', () => {
    expect(() => readJsonObject('headers', '{a}')).to.throw('The headers are no JSON: ');
    for (const text of ['[]', 'null', '"a"', '7']) {
      expect(() => readJsonObject('arguments', text)).to.throw(
        'The arguments must be an object: {"name": "value"}',
      );
    }
  });
});
