import { expect } from 'chai';
import { checkExchange, checkQueue, checkTopicKey } from '../../src/core/compatibility-checks.js';
import { NO_FIELDS, type FieldTable } from '../../src/core/field.js';
import { fields } from '../support/core-builders.js';
import { faultOf } from '../support/spec-vhost.js';

const QUEUE = "queue 'q' in vhost '/'";
const yes = (): boolean => true;
const no = (): boolean => false;

function queue(args: FieldTable = NO_FIELDS, durable = true, exclusive = false) {
  return { name: 'q', durable, exclusive, autoDelete: false, arguments: args };
}

describe('What RabbitMQ 4.3 refuses in a declare', () => {
  const refused: readonly [string, ReturnType<typeof queue>, string][] = [
    [
      'a queue that is neither durable nor exclusive',
      queue(NO_FIELDS, false),
      'internal-error: Feature `transient_nonexcl_queues` is deprecated.\n',
    ],
    [
      'x-queue-mode, whatever it says',
      queue(fields({ 'x-queue-mode': 'default' })),
      `precondition-failed: invalid arg 'x-queue-mode' for ${QUEUE} of queue type ` +
        'rabbit_classic_queue',
    ],
    [
      'x-queue-version 1',
      queue(fields({ 'x-queue-version': 1 })),
      `precondition-failed: invalid arg 'x-queue-version' for ${QUEUE}: ` +
        `"unsupported queue version '1'"`,
    ],
    [
      'x-queue-master-locator',
      queue(fields({ 'x-queue-master-locator': 'client-local' })),
      'internal-error: Feature `queue_master_locator` is deprecated.\n',
    ],
  ];

  for (const [what, request, text] of refused) {
    it(`is ${what}`, () => {
      expect(faultOf(() => checkQueue(request, QUEUE, yes))).to.satisfy((fault: string) =>
        fault.startsWith(text),
      );
      checkQueue(request, QUEUE, no);
    });
  }

  it('is not a transient queue of one connection, a durable one, or x-queue-version 2', () => {
    checkQueue(queue(NO_FIELDS, false, true), QUEUE, yes);
    checkQueue(queue(fields({ 'x-queue-version': 2 })), QUEUE, yes);
    checkQueue(queue(fields({ 'x-queue-type': 'quorum' })), QUEUE, yes);
  });

  it('is an unknown type of exchange, with another code', () => {
    const exchange = (type: string) => ({ ...queue(), type, internal: false });
    const refusal = "precondition-failed: unknown exchange type 'x-nope'";
    expect(faultOf(() => checkExchange(exchange('x-nope'), yes))).to.equal(refusal);
    const empty = "precondition-failed: invalid exchange type ''";
    expect(faultOf(() => checkExchange(exchange(''), yes))).to.equal(empty);
    checkExchange(exchange('topic'), yes);
    checkExchange(exchange('x-nope'), no);
  });

  it('is a topic with more than two #', () => {
    expect(faultOf(() => checkTopicKey('#.a.#.b.#', yes))).to.equal(
      "precondition-failed: Topic binding key '#.a.#.b.#' uses 3 '#' wildcards, " +
        'at most 2 are allowed',
    );
    checkTopicKey('#.a.#', yes);
    checkTopicKey('##.#.#', yes);
    checkTopicKey('#.#.#', no);
  });
});
