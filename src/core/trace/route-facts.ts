/**
 * From an explanation of a route (exchange/explain.ts) to what a trace keeps of it, which is
 * bounded. Made for tracer.ts.
 */
import { type Binding, isQueue } from '../exchange/binding.js';
import type { Explanation, RouteStep } from '../exchange/explain.js';
import { Queue } from '../queue/queue.js';
import type { Target } from '../target.js';
import type { Hop, RouteFacts } from './step.js';

const HOPS_MAX = 10;
const BINDINGS_MAX = 20;
const QUEUES_MAX = 50;

/** `targets` are those that the message goes to, where chance or a hash decides too. */
export function routeFactsOf(
  { steps, isDirectReply }: Explanation,
  targets: readonly Target[],
): RouteFacts {
  const taken = new Set(targets);
  // What waits at a delayed exchange is in none yet.
  const queues = targets.filter((target) => target instanceof Queue);
  return {
    hops: steps.slice(0, HOPS_MAX).map((step) => hopOf(step, taken)),
    queues: queues.slice(0, QUEUES_MAX).map(({ name }) => name),
    queueCount: queues.length,
    isDirectReply,
  };
}

function hopOf(step: RouteStep, taken: ReadonlySet<Target>): Hop {
  const { exchange, alternate } = step;
  const bindings = step.delayMs > 0 ? [] : step.bindings.filter((each) => isTaken(each, taken));
  return {
    exchange: exchange.name,
    type: exchange.definition.type,
    bindings: bindings.slice(0, BINDINGS_MAX).map(({ definition }) => definition),
    bindingCount: bindings.length,
    alternate: alternate?.name,
  };
}

function isTaken({ destination }: Binding, taken: ReadonlySet<Target>): boolean {
  return !isQueue(destination) || taken.has(destination);
}
