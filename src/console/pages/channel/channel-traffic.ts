/** What the charts of a channel are made of: counters, and what waits for an answer. */
import type { ChannelDetailsJson } from '../../api/types.js';
import type { Look } from '../../charts/history.js';

export function heldBy(
  channel: Pick<ChannelDetailsJson, 'messages_unacknowledged' | 'messages_unconfirmed'>,
): Look {
  return { unacked: channel.messages_unacknowledged, unconfirmed: channel.messages_unconfirmed };
}

/** Of what has never happened the API says nothing. */
export function countersOf({
  message_stats: stats = {},
}: Pick<ChannelDetailsJson, 'message_stats'>): Look {
  const { publish = 0, confirm = 0, deliver_get: out = 0, ack = 0, redeliver = 0 } = stats;
  const { return_unroutable: returned = 0, drop_unroutable: dropped = 0 } = stats;
  return { publish, confirm, unroutable: returned + dropped, deliver_get: out, ack, redeliver };
}
