/**
 * Run by crash.spec.ts: appends and settles without end, and prints what is durable until it is
 * killed.
 */
import { writeSync } from 'node:fs';
import { SqliteStore } from '../../../src/store/sqlite/engine.js';
import { messageOf, queueOf } from '../driving.js';

const PER_TURN = 50;
/** Settled are those that are no multiple of this. */
const KEPT = 7;

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: crash-child <folder>');
const store = new SqliteStore({ folder });
let sequence = 0;
/** Of each turn that waits: its last position and its last sequence. */
const turns: (readonly [number, number])[] = [];

function turn(): void {
  const positions: number[] = [];
  for (let count = 0; count < PER_TURN; count++) {
    const body = Buffer.alloc(sequence % 900, sequence % 256);
    positions.push(store.append(1, ++sequence, messageOf({ body }), 0));
  }
  // Of the turn before, so that some are on the disk already.
  for (let settled = sequence - 2 * PER_TURN + 1; settled <= sequence - PER_TURN; settled++) {
    if (settled > 0 && settled % KEPT !== 0) store.settle(1, settled, 0);
  }
  turns.push([store.last, sequence]);
}

store.onDurable = () => {
  let durableThrough = 0;
  for (let next = turns[0]; next !== undefined && store.isDurable(1, next[0]); next = turns[0]) {
    durableThrough = next[1];
    turns.shift();
  }
  if (durableThrough > 0) writeSync(1, `${durableThrough}\n`);
  while (turns.length < 4) turn();
};

store.recover({ definition() {}, message() {} }, (error) => {
  if (error !== undefined) throw error;
  store.define(queueOf(1));
  turn();
});
