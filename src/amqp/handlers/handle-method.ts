/**
 * From a decoded method to its handler. One file for each AMQP class beside this one; each checks,
 * acts, replies.
 */
import type { Channel } from '../channel.js';
import { AmqpFault } from '../replies.js';
import type { Method } from '../wire/method-table.js';
import { cancel, consume, qos, recover, recoverAsync } from './basic.js';
import { flow, requestAccess } from './channel.js';
import { selectConfirm } from './confirm.js';
import { bindExchange, declareExchange, deleteExchange, unbindExchange } from './exchange.js';
import { bindQueue, declareQueue, deleteQueue, purgeQueue, unbindQueue } from './queue.js';
import { commit, rollback, selectTx } from './tx.js';

export function handleMethod(channel: Channel, method: Method): void {
  switch (method.name) {
    case 'channel.open':
      throw new AmqpFault('channel-error', "second 'channel.open' seen");
    case 'channel.close':
      return channel.leave();
    case 'channel.flow':
      return flow(channel, method.args);
    case 'access.request':
      return requestAccess(channel);
    case 'exchange.declare':
      return declareExchange(channel, method.args);
    case 'exchange.delete':
      return deleteExchange(channel, method.args);
    case 'exchange.bind':
      return bindExchange(channel, method.args);
    case 'exchange.unbind':
      return unbindExchange(channel, method.args);
    case 'queue.declare':
      return declareQueue(channel, method.args);
    case 'queue.bind':
      return bindQueue(channel, method.args);
    case 'queue.unbind':
      return unbindQueue(channel, method.args);
    case 'queue.purge':
      return purgeQueue(channel, method.args);
    case 'queue.delete':
      return deleteQueue(channel, method.args);
    case 'basic.qos':
      return qos(channel, method.args);
    case 'basic.consume':
      return consume(channel, method.args);
    case 'basic.cancel':
      return cancel(channel, method.args);
    case 'basic.recover':
      return recover(channel, method.args);
    case 'basic.recover-async':
      return recoverAsync(channel, method.args);
    case 'confirm.select':
      return selectConfirm(channel, method.args);
    case 'tx.select':
      return selectTx(channel);
    case 'tx.commit':
      return commit(channel);
    case 'tx.rollback':
      return rollback(channel);
    default:
      throw new AmqpFault('command-invalid', 'unimplemented method');
  }
}
