/** Where a message would go, in JSON. Called by routes/routing.ts. */
import type { Explanation, RouteStep } from '../../core/exchange/explain.js';
import type { NearBinding } from '../../core/exchange/nearest.js';
import { presentBinding } from './binding.js';

/** So many bindings of an exchange are told. */
const BINDINGS_MAX = 1_000;

export function presentExplanation(explanation: Explanation) {
  const { steps, queues, isDirectReply, isCut } = explanation;
  return {
    routed: queues.size > 0 || isDirectReply,
    queues: [...queues].map(([{ name, definition }, certainty]) => {
      return { name, vhost: definition.vhost, certainty };
    }),
    direct_reply: isDirectReply,
    steps: steps.map(presentStep),
    truncated: isCut,
  };
}

function presentStep({ exchange, bindings, alternate, nearest, ...step }: RouteStep) {
  return {
    exchange: exchange.name,
    type: exchange.definition.type,
    bindings: bindings.slice(0, BINDINGS_MAX).map(({ definition }) => presentBinding(definition)),
    binding_count: bindings.length,
    one_of: step.isOneOf,
    delay_ms: step.delayMs,
    duplicate: step.isDuplicate,
    alternate_exchange: alternate?.name ?? null,
    nearest_bindings: nearest.map(presentNear),
  };
}

function presentNear({ definition, distance, unit, unmetArguments }: NearBinding) {
  return { ...presentBinding(definition), distance, unit, unmet_arguments: unmetArguments };
}
