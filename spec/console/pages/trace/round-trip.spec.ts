import { expect } from 'chai';
import type { StepJson } from '../../../../src/console/api/types.js';
import { sharesOf } from '../../../../src/console/pages/trace/round-trip.js';

/** Steps as "kind at". */
function steps(...told: string[]): readonly StepJson[] {
  return told.map((each) => {
    const [kind, at] = each.split(' ');
    return { kind, at: Number(at), after_ms: 0, place: 0 } as StepJson;
  });
}

describe('The time of a call', () => {
  const request = steps('published 10', 'queued 10', 'delivered 13', 'acknowledged 40');

  it('is that to its consumer, until the reply, and back', () => {
    const reply = steps('published 33', 'routed 33', 'delivered 34');
    expect(sharesOf(request, reply)).to.eql({ there: 3, work: 20, back: 1 });
  });

  it('is not known before the reply is with a consumer, or if nobody took the request', () => {
    expect(sharesOf(request, steps('published 33', 'queued 33'))).to.equal(undefined);
    expect(sharesOf(steps('published 1'), steps('published 2', 'got 3'))).to.equal(undefined);
    expect(sharesOf(request, [])).to.equal(undefined);
  });
});
