import { expect } from 'chai';
import type { SeenJson } from '../../../../src/console/api/types.js';
import { NOTHING_SEEN, type Seen, withAnswer } from '../../../../src/console/pages/trace/seen.js';

/** Of messages as "id:state". */
function answer(revision: number, first: number | null, ...messages: string[]): SeenJson {
  const ways = messages.map((each) => {
    const [id, state] = each.split(':');
    return { id: Number(id), state };
  });
  return { revision, first, messages: ways } as unknown as SeenJson;
}

const shown = ({ messages }: Seen): string[] => messages.map(({ id, state }) => `${id}:${state}`);

describe('What a trace has seen', () => {
  it('is put together from what has changed, the newest first', () => {
    let seen = withAnswer(NOTHING_SEEN, answer(5, 1, '2:open', '1:open'));
    seen = withAnswer(seen, answer(9, 1, '3:open', '1:done'));
    expect(seen.revision).to.equal(9);
    expect(shown(seen)).to.eql(['3:open', '2:open', '1:done']);
  });

  it('loses what the trace has let go of', () => {
    const seen = withAnswer(NOTHING_SEEN, answer(5, 1, '2:open', '1:open'));
    expect(shown(withAnswer(seen, answer(6, 2)))).to.eql(['2:open']);
    expect(shown(withAnswer(seen, answer(6, null)))).to.eql([]);
  });

  it('stays the same list while nothing changes, so that nothing is drawn anew', () => {
    const seen = withAnswer(NOTHING_SEEN, answer(5, 1, '1:open'));
    expect(withAnswer(seen, answer(7, 1)).messages).to.equal(seen.messages);
  });
});
