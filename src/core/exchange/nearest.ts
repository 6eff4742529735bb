/**
 * The bindings that a message has missed by the least, for whoever wonders why it went nowhere.
 * Asked by explain.ts for each exchange at which nothing matches; routing knows nothing of it.
 */
import type { BindingDefinition, ExchangeType } from '../definitions.js';
import type { FieldTable } from '../field.js';
import { unmetConditions } from './headers.js';
import { keyDistance, wordDistance } from './key-distance.js';

export interface NearBinding {
  readonly definition: BindingDefinition;
  /** So many of these would have to be different for the binding to match. */
  readonly distance: number;
  readonly unit: 'characters' | 'words' | 'arguments';
  /** The arguments whose headers are missing or have other values; of a headers exchange alone. */
  readonly unmetArguments: readonly string[];
}

export interface Missed {
  readonly type: ExchangeType;
  /** None of which matches. */
  readonly bindings: Iterable<BindingDefinition>;
  readonly keys: readonly string[];
  readonly headers: FieldTable;
}

const NEAREST_MAX = 5;
/** Pairs of characters to compare, for all exchanges of one explanation: some 20 ms. */
const WORK_MAX = 1_000_000;
/** Above the second number of a rank. */
const FIRST = 1_000;
const NO_NAMES: readonly string[] = [];

interface Ranked extends NearBinding {
  readonly rank: number;
}

export class Nearest {
  #work = 0;

  /** The nearest first; of equals that which was bound first. None of types that miss nothing. */
  to({ type, bindings, keys, headers }: Missed): readonly NearBinding[] {
    const nearest: Ranked[] = [];
    for (const definition of bindings) {
      if (this.#work > WORK_MAX) break;
      const ranked = this.#rank(definition, type, keys, headers);
      if (ranked === undefined) continue;
      const place = nearest.findIndex(({ rank }) => rank > ranked.rank);
      nearest.splice(place < 0 ? nearest.length : place, 0, ranked);
      if (nearest.length > NEAREST_MAX) nearest.pop();
    }
    return nearest;
  }

  #rank(
    definition: BindingDefinition,
    type: ExchangeType,
    keys: readonly string[],
    headers: FieldTable,
  ): Ranked | undefined {
    if (type === 'headers') return this.#byHeaders(definition, headers);
    if (type !== 'direct' && type !== 'topic') return undefined;
    let nearest: Ranked | undefined;
    for (const key of keys) {
      if (this.#work > WORK_MAX) break;
      this.#work += (key.length + 1) * (definition.routingKey.length + 1);
      const ranked = type === 'direct' ? byKey(definition, key) : byWords(definition, key);
      if (nearest === undefined || ranked.rank < nearest.rank) nearest = ranked;
    }
    return nearest;
  }

  #byHeaders(definition: BindingDefinition, headers: FieldTable): Ranked | undefined {
    this.#work += definition.arguments.size + 1;
    const { isAll, names } = unmetConditions(definition.arguments, headers);
    // One that asks for any of no headers never matches.
    if (names.length === 0) return undefined;
    const distance = isAll ? names.length : 1;
    // A header with another value is nearer than none.
    const missing = names.filter((name) => !headers.has(name)).length;
    const rank = distance * FIRST + missing;
    return { definition, distance, unit: 'arguments', unmetArguments: names, rank };
  }
}

function byKey(definition: BindingDefinition, key: string): Ranked {
  const distance = keyDistance(definition.routingKey, key);
  return { definition, distance, unit: 'characters', unmetArguments: NO_NAMES, rank: distance };
}

function byWords(definition: BindingDefinition, key: string): Ranked {
  const { words, characters } = wordDistance(definition.routingKey, key);
  const rank = words * FIRST + characters;
  return { definition, distance: words, unit: 'words', unmetArguments: NO_NAMES, rank };
}
