/**
 * What RabbitMQ 4.3 refuses in declares and bindings, in its words. Called by vhost.ts for what
 * does not exist yet; `refuses` is the switch of the vhost.
 */
import { HASH_WILDCARDS_MAX_4, type DifferenceKind } from './compatibility.js';
import { BrokerError } from './errors.js';
import type { ExchangeRequest } from './exchange/declare.js';
import { isExchangeType } from './exchange/types.js';
import { integerOf, textOf } from './field.js';
import type { QueueRequest } from './queue/access.js';

export type Refuses = (kind: DifferenceKind) => boolean;

/** `resource` is what resourceText of resource-name.ts says. */
export function checkQueue(request: QueueRequest, resource: string, refuses: Refuses): void {
  const { arguments: args, durable, exclusive } = request;
  const type = textOf(args.get('x-queue-type')) ?? 'classic';
  if (type === 'classic') {
    if (args.has('x-queue-mode') && refuses('queue-mode')) {
      throw new BrokerError(
        'precondition-failed',
        `invalid arg 'x-queue-mode' for ${resource} of queue type rabbit_classic_queue`,
      );
    }
    if (Number(integerOf(args.get('x-queue-version'))) === 1 && refuses('queue-version')) {
      throw new BrokerError(
        'precondition-failed',
        `invalid arg 'x-queue-version' for ${resource}: "unsupported queue version '1'"`,
      );
    }
  }
  if (!durable && !exclusive && refuses('transient-queue')) {
    throw deprecated('transient_nonexcl_queues');
  }
  if (type === 'classic' && args.has('x-queue-master-locator') && refuses('master-locator')) {
    throw deprecated('queue_master_locator');
  }
}

export function checkExchange({ type }: ExchangeRequest, refuses: Refuses): void {
  if (isExchangeType(type) || !refuses('exchange-type')) return;
  const fault = type === '' ? 'invalid' : 'unknown';
  throw new BrokerError('precondition-failed', `${fault} exchange type '${type}'`);
}

export function checkTopicKey(key: string, refuses: Refuses): void {
  let count = 0;
  for (const word of key.split('.')) if (word === '#') count++;
  if (count <= HASH_WILDCARDS_MAX_4 || !refuses('topic-wildcards')) return;
  throw new BrokerError(
    'precondition-failed',
    `Topic binding key '${key}' uses ${count} '#' wildcards, ` +
      `at most ${HASH_WILDCARDS_MAX_4} are allowed`,
  );
}

/** What RabbitMQ says of every feature that it has not taken out yet. A close holds the start. */
function deprecated(feature: string): BrokerError {
  return new BrokerError(
    'internal-error',
    `Feature \`${feature}\` is deprecated.\n` +
      'By default, this feature is not permitted anymore.\n' +
      'The feature will be removed from a future major RabbitMQ version, regardless of the ' +
      'configuration; actual version to be determined.\n' +
      'To continue using this feature when it is not permitted by default, set the following ' +
      'parameter in your configuration:\n' +
      `    "deprecated_features.permit.${feature} = true"`,
  );
}
