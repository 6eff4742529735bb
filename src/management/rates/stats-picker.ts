/**
 * Some counters and rates of `message_stats` alone: what `pick` would leave of all of them, without
 * making the others. Used by rates.ts for lists of thousands.
 */
import type { Columns } from '../lists/columns.js';
import type { Range } from './range.js';
import type { Track } from './track.js';

interface Wanted {
  readonly key: string;
  readonly number: number;
  readonly isRate: boolean;
  /** It is there if one of these has ever happened. */
  readonly group: readonly number[];
}

const DETAILS = '_details';

/** Undefined if more of the details is wanted than their rate. */
export function statsPicker<T>(
  track: Track<T>,
  groups: readonly (readonly string[])[],
  columns: Columns,
  range: Range | undefined,
): ((thing: T) => object | undefined) | undefined {
  const wanted: Wanted[] = [];
  for (const [key, below] of columns) {
    const isRate = key.endsWith(DETAILS);
    const name = isRate ? key.slice(0, -DETAILS.length) : key;
    const group = groups.find((names) => names.includes(name));
    const isSimple = isRate ? below !== true && isRateAlone(below) : below === true;
    if (group === undefined || !isSimple) return undefined;
    const indexes = group.map((each) => track.names.indexOf(each));
    wanted.push({ key, number: track.names.indexOf(name), isRate, group: indexes });
  }
  return (thing) => {
    const numbers = track.numbers(thing);
    const picked: Record<string, unknown> = {};
    let isEmpty = true;
    for (const { key, number, isRate, group } of wanted) {
      if (group.every((each) => numbers[each] === 0)) continue;
      isEmpty = false;
      if (isRate) picked[key] = { rate: track.details(thing, number, range).rate };
      else picked[key] = numbers[number];
    }
    return isEmpty ? undefined : picked;
  };
}

function isRateAlone(columns: Columns): boolean {
  return columns.size === 1 && columns.get('rate') === true;
}
