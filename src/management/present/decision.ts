/** What a user may do, and what decides so, in JSON. Called by routes/permission-decision.ts. */
import type { AccessQuestion, Decision } from '../../core/access/decision.js';
import { textOfFault } from '../messages/channel-fault.js';

interface Asked extends AccessQuestion {
  readonly user: string;
  readonly vhost: string;
}

export function presentDecision(asked: Asked, { refusal, isThere, rules }: Decision) {
  const { user, vhost, kind, name, operation, routingKey } = asked;
  return {
    user,
    vhost,
    resource: kind,
    name,
    permission: operation,
    routing_key: routingKey ?? null,
    allowed: refusal === undefined,
    refusal: refusal === undefined ? null : textOfFault(refusal),
    exists: isThere,
    rules: rules.map(({ kind: rule, pattern, text, isMet }) => {
      return { kind: rule, pattern: pattern ?? null, text, matches: isMet };
    }),
  };
}
