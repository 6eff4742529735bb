import { expect } from 'chai';
import type { Field, FieldTable } from '../../../src/core/field.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import type { Death } from '../../../src/core/queue/death-history.js';
import { deathsIn, isCycle, recordDeath } from '../../../src/core/queue/death-history.js';
import { fields } from '../../support/core-builders.js';

const DEATH: Death = {
  queue: 'q',
  reason: 'rejected',
  exchange: 'orders',
  routingKeys: ['new', 'copy'],
  timeSeconds: 1700,
  originalExpiration: undefined,
};

/** The headers after these deaths, one after the other. */
function historyOf(...deaths: readonly Partial<Death>[]): FieldTable {
  let headers: FieldTable = NO_FIELDS;
  for (const death of deaths) {
    headers = new Map([...headers, ...recordDeath(headers, { ...DEATH, ...death })]);
  }
  return headers;
}

function deaths(headers: FieldTable): readonly FieldTable[] {
  return deathsIn(headers.get('x-death')).map((field) => {
    if (field.type !== 'F') throw new Error('a death is a table');
    return field.value;
  });
}

function summary(headers: FieldTable): string {
  return deaths(headers)
    .map((death) => ['queue', 'reason', 'count'].map((name) => String(death.get(name)?.value)))
    .map((values) => values.join(' '))
    .join(', ');
}

describe('The death history of a message', () => {
  it('tells of a death in RabbitMQ’s types', () => {
    const [death] = deaths(historyOf({}));
    expect(Object.fromEntries(death ?? [])).to.deep.equal({
      count: { type: 'l', value: 1 },
      reason: { type: 'S', value: 'rejected' },
      queue: { type: 'S', value: 'q' },
      time: { type: 'T', value: 1700 },
      exchange: { type: 'S', value: 'orders' },
      'routing-keys': {
        type: 'A',
        value: [
          { type: 'S', value: 'new' },
          { type: 'S', value: 'copy' },
        ],
      },
    });
  });

  it('keeps the time to live that the publisher gave', () => {
    const [death] = deaths(historyOf({ reason: 'expired', originalExpiration: '60' }));
    expect(death?.get('original-expiration')).to.deep.equal({ type: 'S', value: '60' });
  });

  it('puts the newest death first', () => {
    const headers = historyOf({ queue: 'a' }, { queue: 'b' }, { queue: 'b', reason: 'expired' });
    expect(summary(headers)).to.equal('b expired 1, b rejected 1, a rejected 1');
  });

  it('counts deaths of the same queue and reason, and moves them to the front', () => {
    const headers = historyOf({ queue: 'a' }, { queue: 'b' }, { queue: 'a', timeSeconds: 9999 });
    expect(summary(headers)).to.equal('a rejected 2, b rejected 1');
    expect(deaths(headers)[0]?.get('time')?.value, 'of the first').to.equal(1700);
  });

  it('names the first death and the last', () => {
    const headers = historyOf(
      { queue: 'a', reason: 'expired', exchange: '' },
      { queue: 'b', reason: 'maxlen', exchange: 'dlx' },
    );
    const short = [...headers].filter(([name]) => name !== 'x-death');
    expect(Object.fromEntries(short.map(([name, field]) => [name, field.value]))).to.deep.equal({
      'x-first-death-reason': 'expired',
      'x-first-death-queue': 'a',
      'x-first-death-exchange': '',
      'x-last-death-reason': 'maxlen',
      'x-last-death-queue': 'b',
      'x-last-death-exchange': 'dlx',
    });
  });

  it('begins anew where a client turned x-death into something else', () => {
    const headers = fields({ 'x-death': 'it died' });
    expect(summary(recordDeath(headers, DEATH))).to.equal('q rejected 1');
  });

  it('counts on from a count of any width, and from none', () => {
    const counts: [Field | undefined, number | bigint][] = [
      [{ type: 'I', value: 4 }, 5],
      [{ type: 'l', value: 2n ** 60n }, 2n ** 60n + 1n],
      [undefined, 1],
    ];
    for (const [count, expected] of counts) {
      const known = new Map(fields({ queue: 'q', reason: 'rejected' }));
      if (count !== undefined) known.set('count', count);
      const headers = fields({ 'x-death': { type: 'A', value: [{ type: 'F', value: known }] } });
      const [death] = deaths(recordDeath(headers, DEATH));
      expect(death?.get('count')).to.deep.equal({ type: 'l', value: expected });
    }
  });

  it('keeps what a client put into x-death', () => {
    const stranger: Field = { type: 'S', value: 'note' };
    const headers = fields({ 'x-death': { type: 'A', value: [stranger] } });
    expect(deathsIn(recordDeath(headers, DEATH).get('x-death'))[1]).to.equal(stranger);
  });

  describe('shows a cycle', () => {
    function returnsTo(queue: string, ...steps: readonly Partial<Death>[]): boolean {
      return isCycle(queue, deathsIn(historyOf(...steps).get('x-death')));
    }

    it('when nothing but the broker brought the message back', () => {
      expect(returnsTo('a', { queue: 'a', reason: 'expired' })).to.equal(true);
      const round = [
        { queue: 'a', reason: 'expired' },
        { queue: 'b', reason: 'maxlen' },
      ] as const;
      expect(returnsTo('a', ...round)).to.equal(true);
    });

    it('not when the message was never in that queue', () => {
      expect(returnsTo('c', { queue: 'a', reason: 'expired' })).to.equal(false);
      expect(returnsTo('a')).to.equal(false);
    });

    it('not when somebody rejected it on the way', () => {
      const steps = [{ queue: 'a', reason: 'expired' }, { queue: 'b' }] as const;
      expect(returnsTo('a', ...steps)).to.equal(false);
      expect(returnsTo('a', { queue: 'a', reason: 'rejected' })).to.equal(false);
    });

    it('although somebody rejected it before that round', () => {
      const steps = [{ queue: 'b' }, { queue: 'a', reason: 'expired' }] as const;
      expect(returnsTo('a', ...steps)).to.equal(true);
    });

    it('not when a client had its hand in the history', () => {
      const known: Field = { type: 'F', value: fields({ queue: 'a', reason: 'expired' }) };
      expect(isCycle('a', [{ type: 'S', value: 'note' }, known])).to.equal(false);
    });
  });
});
