/** A replay of dead letters in JSON. Called by routes/replays.ts. */
import type { Replay } from '../../core/replay/replay.js';

export function presentReplay(replay: Replay) {
  const { terms, targets, groups } = replay;
  return {
    id: replay.id,
    vhost: replay.vhost,
    queue: replay.queueName,
    state: replay.state,
    to: terms.to,
    target: terms.target ?? null,
    reason: terms.reason ?? null,
    from_queue: terms.fromQueue ?? null,
    per_second: terms.perSecond ?? null,
    dry_run: terms.isDryRun,
    started_at: replay.startedAt,
    ended_at: replay.endedAt ?? null,
    messages: replay.messageCount,
    examined: replay.examined,
    replayed: replay.replayed,
    skipped: replay.skipped,
    refused: replay.refused,
    denied: replay.denied,
    targets: [...targets].map(([name, count]) => ({ name, messages: count })),
    groups: [...groups.all()].map((group) => ({
      from_queue: group.fromQueue ?? null,
      reason: group.reason ?? null,
      target: group.target ?? null,
      outcome: group.outcome,
      messages: group.messageCount,
    })),
  };
}
