/** Where a message would go, in words: drawn from what the broker tells. */
import type { ExplanationJson } from '../../api/types.js';
import { formatDuration } from '../../format/numbers.js';

export interface Verdict {
  readonly isGood: boolean;
  readonly text: string;
}

type Step = ExplanationJson['steps'][number];

export function verdictOf(explanation: ExplanationJson): Verdict {
  const { queues, direct_reply: isReply, steps } = explanation;
  if (isReply)
    return { isGood: true, text: 'It is a reply: the client that waits for it gets it.' };
  const certain = queues.filter(({ certainty }) => certainty === 'certain').length;
  const possible = queues.length - certain;
  if (certain > 0 && possible > 0) {
    return {
      isGood: true,
      text: `It would go to ${queueCount(certain)}, and perhaps to ${queueCount(possible)} more.`,
    };
  }
  if (certain > 0) return { isGood: true, text: `It would go to ${queueCount(certain)}.` };
  if (possible > 0) {
    return {
      isGood: true,
      text: `Chance, or a hash of the message, decides: it may go to ${queueCount(possible)}.`,
    };
  }
  if (steps.some(({ duplicate }) => duplicate)) {
    return { isGood: false, text: 'It was here before: a duplicate goes nowhere.' };
  }
  return {
    isGood: false,
    text: 'It would reach no queue: returned to its publisher if that is mandatory, else dropped.',
  };
}

/** What happens at one exchange on the way. */
export function stepText(step: Step): string {
  const { binding_count: count, alternate_exchange: alternate, delay_ms: delayMs } = step;
  const words: string[] = [];
  if (step.duplicate) return 'It was here before, and goes no further.';
  if (delayMs > 0) words.push(`It waits here for ${formatDuration(delayMs)} first.`);
  if (count === 0) {
    words.push(
      alternate === null
        ? 'No binding matches.'
        : `No binding matches, so it goes on to the alternate exchange ${alternate}.`,
    );
  } else if (step.one_of && count > 1) {
    words.push(`It takes one of ${count.toLocaleString('en')} bindings.`);
  } else {
    words.push(
      count === 1 ? 'One binding matches.' : `${count.toLocaleString('en')} bindings match.`,
    );
  }
  return words.join(' ');
}

/** How far a binding that does not match is from doing so: "2 words differ". */
export function distanceText({ distance, unit }: Step['nearest_bindings'][number]): string {
  const shown = distance.toLocaleString('en');
  return distance === 1 ? `1 ${unit.replace(/s$/, '')} differs` : `${shown} ${unit} differ`;
}

function queueCount(count: number): string {
  return count === 1 ? '1 queue' : `${count.toLocaleString('en')} queues`;
}
