import { expect } from 'chai';
import { EMPTY_FORM } from '../../../../src/console/pages/queue/publish-request.js';
import {
  NAME_LENGTH_MAX,
  TEMPLATE_LENGTH_MAX,
  Templates,
  TEMPLATES_MAX,
} from '../../../../src/console/pages/queue/templates.js';

function storage(first: string | null = null) {
  const values = new Map<string, string>();
  if (first !== null) values.set('leveret.templates', first);
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

describe('Templates of messages', () => {
  const form = { ...EMPTY_FORM, payload: '{"id":1}', isPersistent: false };

  it('are kept by name, replaced and deleted', () => {
    const place = storage();
    const templates = new Templates(place);
    templates.save('b', EMPTY_FORM);
    templates.save('a', EMPTY_FORM);
    templates.save('b', form);
    const all = [
      { name: 'a', form: EMPTY_FORM },
      { name: 'b', form },
    ];
    expect(new Templates(place).all()).to.deep.equal(all);
    templates.delete('a');
    expect(templates.all().map(({ name }) => name)).to.deep.equal(['b']);
  });

  it('are so many and so long at most', () => {
    const templates = new Templates(storage());
    expect(() => templates.save('', form)).to.throw('needs a name');
    expect(() => templates.save('x'.repeat(NAME_LENGTH_MAX + 1), form)).to.throw('80 characters');
    const long = { ...form, payload: 'x'.repeat(TEMPLATE_LENGTH_MAX) };
    expect(() => templates.save('long', long)).to.throw('65,536 characters');
    for (let index = 0; index < TEMPLATES_MAX; index++) templates.save(`${index}`, form);
    templates.save('0', EMPTY_FORM);
    expect(() => templates.save('more', form)).to.throw('There are 50 templates');
  });

  it('are what can be read of what is there', () => {
    for (const text of ['{', 'null', '[7]', '[{"name": 1, "form": {}}]', '[{"name": "a"}]']) {
      expect(new Templates(storage(text)).all(), text).to.deep.equal([]);
    }
    const old = new Templates(storage('[{"name": "a", "form": {"payload": "x", "headers": 1}}]'));
    expect(old.all()).to.deep.equal([{ name: 'a', form: { ...EMPTY_FORM, payload: 'x' } }]);
  });
});
