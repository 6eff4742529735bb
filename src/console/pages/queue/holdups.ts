/**
 * Why messages of a queue wait, drawn from what the broker tells of it. Shown by the queue's page.
 * "May hold" is the prefetch; a consumer holds what it has not acknowledged.
 */

interface ConsumerFacts {
  readonly ack_required: boolean;
  readonly prefetch_count: number;
  readonly activity_status: string;
}

export interface WaitingQueue {
  readonly state: string;
  readonly messages_ready: number;
  readonly messages_unacknowledged: number;
  readonly consumers: number;
  readonly consumer_details: readonly ConsumerFacts[];
}

export interface Holdup {
  readonly title: string;
  readonly remedy: string;
}

export function holdupOf(queue: WaitingQueue): Holdup | undefined {
  const { messages_ready: ready, messages_unacknowledged: held } = queue;
  if (queue.state === 'paused') {
    return {
      title: 'The queue is paused.',
      remedy: 'It takes messages, but hands none out until it is resumed.',
    };
  }
  if (ready === 0) return undefined;
  if (queue.consumers === 0) {
    return {
      title: 'Nobody consumes from this queue.',
      remedy: 'Its messages wait until a client subscribes to it, or takes them by get.',
    };
  }
  // Of several with a single active one, only that one is served.
  const served = queue.consumer_details.filter(
    ({ activity_status: status }) => status !== 'waiting',
  );
  const mayHold = served.reduce((sum, consumer) => sum + limitOf(consumer), 0);
  if (served.length === 0 || held < mayHold) return undefined;
  const isSingle = queue.consumer_details.length > served.length;
  const who = isSingle ? 'The single active consumer' : whoAre(served.length);
  return {
    title: `${who} may hold ${mayHold.toLocaleString('en')} messages, and all are out.`,
    remedy:
      'The next goes out when one is acknowledged. Consumers that are slow need helpers; those ' +
      'that never acknowledge have a fault; a larger prefetch helps those far away.',
  };
}

function limitOf(consumer: ConsumerFacts): number {
  return consumer.ack_required && consumer.prefetch_count > 0 ? consumer.prefetch_count : Infinity;
}

function whoAre(count: number): string {
  return count === 1 ? 'Its consumer' : `Its ${count.toLocaleString('en')} consumers together`;
}
