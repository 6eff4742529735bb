/** Class tx: transactions on one channel. */
import type { Channel } from '../channel.js';
import { BrokerError } from '../../core/errors.js';
import { Transaction } from '../transaction.js';

/** Selecting again changes nothing. */
export function selectTx(channel: Channel): void {
  if (channel.publisher.confirms !== undefined) {
    throw new BrokerError('precondition-failed', 'cannot switch from confirm to tx mode');
  }
  channel.transaction ??= new Transaction(channel);
  channel.inTurn(() => channel.send('tx.select-ok', {}));
}

/** Commit-Ok means that everything of the transaction is on disk. */
export function commit(channel: Channel): void {
  const transaction = requireTransaction(channel);
  channel.durably(
    () => transaction.commit(),
    () => channel.send('tx.commit-ok', {}),
  );
}

export function rollback(channel: Channel): void {
  requireTransaction(channel).rollback();
  channel.inTurn(() => channel.send('tx.rollback-ok', {}));
}

function requireTransaction(channel: Channel): Transaction {
  if (channel.transaction !== undefined) return channel.transaction;
  throw new BrokerError('precondition-failed', 'channel is not transactional');
}
