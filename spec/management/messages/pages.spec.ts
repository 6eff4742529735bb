import { expect } from 'chai';
import type { ApiContext, ManagementContext } from '../../../src/management/context.js';
import {
  discardMessage,
  presentPage,
  presentSingle,
  requireMessage,
} from '../../../src/management/messages/pages.js';
import { compilePattern } from '../../../src/pattern.js';
import { message, QueueYard } from '../../support/core-builders.js';

/** All that is asked of the request, and of the broker. */
const asked = (query: Record<string, string>, id = ''): ApiContext =>
  ({ query, params: { id } }) as unknown as ApiContext;
const context = { compilePattern } as unknown as ManagementContext;

describe('Messages of a queue in an answer', () => {
  const queueOf = (...bodies: string[]) => {
    const queue = new QueueYard().declare('q');
    for (const body of bodies) queue.enqueue(message({ body }));
    return queue;
  };

  it('are a page, by its number or from an id on', async () => {
    const queue = queueOf('a', 'b', 'c');
    const shown = async (query: Record<string, string>) => {
      const { items, page, next } = await presentPage(asked(query), context, queue);
      return [items.map(({ payload }) => payload).join(''), page, next];
    };
    expect(await shown({})).to.eql(['abc', 1, null]);
    expect(await shown({ page_size: '2' })).to.eql(['ab', 1, 3]);
    expect(await shown({ page_size: '2', page: '2' })).to.eql(['c', 2, null]);
    expect(await shown({ from: '2', search: 'c' })).to.eql(['c', 1, null]);
  });

  it('are one by its id, to be shown or to go', async () => {
    const queue = queueOf('a', 'b');
    expect((await presentSingle(asked({}, '2'), queue)).payload).to.equal('b');
    expect((await requireMessage(asked({}, '1'), queue)).entry.sequence).to.equal(1);
    discardMessage(asked({}, '2'), queue);
    expect(queue.messageCount).to.equal(1);
    for (const id of ['2', '0', 'x', '1.5', '']) {
      expect(() => discardMessage(asked({}, id), queue)).to.throw('Not Found');
    }
  });
});
