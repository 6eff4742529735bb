/** What the API's explanation of a route means for one queue. Shown by route-check.tsx. */
import type { ExplanationJson } from '../../api/types.js';
import { quoted } from '../../format/names.js';
import { formatWhole } from '../../format/numbers.js';
import { distanceText } from '../exchange/route-text.js';

export interface RouteOutcome {
  readonly isGood: boolean;
  readonly text: string;
  /** Of those that do not match, the nearest; those of the queue first. */
  readonly nearest: readonly string[];
}

type NearBinding = ExplanationJson['steps'][number]['nearest_bindings'][number];

export function routeOutcome(
  { queues, steps }: Pick<ExplanationJson, 'queues' | 'steps'>,
  name: string,
): RouteOutcome {
  const own = queues.find((queue) => queue.name === name);
  if (own !== undefined) {
    const isCertain = own.certainty === 'certain';
    const text = isCertain ? 'It would come here.' : 'It may come here: chance decides.';
    return { isGood: true, text, nearest: [] };
  }
  const near = steps.flatMap((step) => step.nearest_bindings);
  const isOwn = ({ destination, destination_type: type }: NearBinding): boolean =>
    destination === name && type === 'queue';
  const sorted = [...near.filter(isOwn), ...near.filter((binding) => !isOwn(binding))];
  return { isGood: false, text: elsewhere(queues), nearest: sorted.map((each) => nearText(each)) };
}

function elsewhere(queues: ExplanationJson['queues']): string {
  const [first] = queues;
  if (first === undefined) return 'It would reach no queue at all.';
  const others = queues.length - 1;
  const more = others === 0 ? '' : ` and ${formatWhole(others)} more`;
  return `It would not come here, but to ${quoted(first.name)}${more}.`;
}

/** "“order.new” to “orders”: 1 word differs". */
function nearText(binding: NearBinding): string {
  const { routing_key: key, destination, unmet_arguments: unmet } = binding;
  const which = unmet.length === 0 ? '' : ` (${unmet.join(', ')})`;
  return `${quoted(key)} to ${quoted(destination)}: ${distanceText(binding)}${which}`;
}
