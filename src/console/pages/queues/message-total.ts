/** How many messages several queues have, in words. Said before they are deleted. */

import { formatMessages } from '../../format/numbers.js';

type Counted = 'messages' | 'messages_ready';

export function messageTotal(
  queues: readonly Readonly<Record<Counted, number>>[],
  counted: Counted,
): string {
  const total = queues.reduce((sum, queue) => sum + queue[counted], 0);
  return formatMessages(total);
}
