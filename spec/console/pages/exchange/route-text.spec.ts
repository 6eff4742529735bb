import { expect } from 'chai';
import type { ExplanationJson } from '../../../../src/console/api/types.js';
import {
  distanceText,
  stepText,
  verdictOf,
} from '../../../../src/console/pages/exchange/route-text.js';

const step = {
  exchange: 'shop',
  type: 'topic',
  bindings: [],
  binding_count: 1,
  one_of: false,
  delay_ms: 0,
  duplicate: false,
  alternate_exchange: null,
  nearest_bindings: [],
};

const binding = {
  source: 'shop',
  vhost: '/',
  destination: 'orders',
  destination_type: 'queue' as const,
  routing_key: 'order.#',
  arguments: {},
  properties_key: 'order.%23',
};

const explained = (
  certainties: readonly ('certain' | 'possible')[],
  more: Partial<ExplanationJson> = {},
): ExplanationJson => ({
  routed: certainties.length > 0,
  queues: certainties.map((certainty, index) => ({ name: `q${index}`, vhost: '/', certainty })),
  direct_reply: false,
  steps: [step],
  truncated: false,
  ...more,
});

describe('Where a message would go, in words', () => {
  it('is told by the queues, for certain or by chance', () => {
    const text = (...certainties: ('certain' | 'possible')[]): string =>
      verdictOf(explained(certainties)).text;
    expect(text('certain')).to.equal('It would go to 1 queue.');
    expect(text('certain', 'certain')).to.equal('It would go to 2 queues.');
    expect(text('certain', 'possible', 'possible')).to.equal(
      'It would go to 1 queue, and perhaps to 2 queues more.',
    );
    expect(text('possible')).to.equal(
      'Chance, or a hash of the message, decides: it may go to 1 queue.',
    );
  });

  it('says so where it reaches no queue, and why that may be', () => {
    expect(verdictOf(explained([]))).to.deep.include({ isGood: false });
    expect(verdictOf(explained([])).text).to.match(/^It would reach no queue:/);
    const duplicate = explained([], { steps: [{ ...step, duplicate: true }] });
    expect(verdictOf(duplicate).text).to.match(/^It was here before:/);
    expect(verdictOf(explained([], { direct_reply: true })).text).to.match(/^It is a reply:/);
  });

  it('is told of each exchange on the way', () => {
    expect(stepText(step)).to.equal('One binding matches.');
    expect(stepText({ ...step, binding_count: 1_234 })).to.equal('1,234 bindings match.');
    expect(stepText({ ...step, binding_count: 3, one_of: true })).to.equal(
      'It takes one of 3 bindings.',
    );
    expect(stepText({ ...step, delay_ms: 5_000 })).to.equal(
      'It waits here for 5 s first. One binding matches.',
    );
    expect(stepText({ ...step, binding_count: 0 })).to.equal('No binding matches.');
    expect(stepText({ ...step, binding_count: 0, alternate_exchange: 'lost' })).to.equal(
      'No binding matches, so it goes on to the alternate exchange lost.',
    );
    expect(stepText({ ...step, duplicate: true })).to.match(/^It was here before/);
  });

  it('says how far the nearest bindings are', () => {
    const near = { ...binding, unmet_arguments: [] };
    expect(distanceText({ ...near, distance: 1, unit: 'words' })).to.equal('1 word differs');
    expect(distanceText({ ...near, distance: 3, unit: 'characters' })).to.equal(
      '3 characters differ',
    );
  });
});
