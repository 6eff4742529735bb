/**
 * Asks for one thing again and again, and keeps what its charts show: they begin with the samples
 * of the API. Used by the pages of single things.
 */
import { useEffect, useMemo } from 'preact/hooks';
import { useConsole } from '../shell/context.js';
import { type Polled, usePoll } from '../widgets/use-poll.js';
import type { ChartFacts } from './chart-facts.js';
import { Histories } from './histories.js';
import type { History } from './history.js';
import { samplesQuery, type Span } from './samples.js';

export interface Charted<T> {
  readonly polled: Polled<T>;
  readonly history: History;
}

const INTERVAL_MS = 2_000;

export function useCharted<T>(where: string, span: Span, facts: ChartFacts<T>): Charted<T> {
  const { api } = useConsole();
  const histories = useMemo(() => new Histories(), []);
  const polled = usePoll(
    where,
    async () => {
      const isNew = histories.isNew(span);
      const data = await api.get<T>(where, isNew ? samplesQuery(span) : {});
      const now = Date.now();
      if (isNew && histories.isNew(span)) histories.begin(span, facts.pastOf(data), now);
      histories.push(now, facts.levelsOf(data), facts.countersOf(data));
      return data;
    },
    INTERVAL_MS,
  );
  const { data, reload } = polled;
  useEffect(() => {
    if (data !== undefined && histories.isNew(span)) reload();
  }, [span]);
  return { polled, history: histories.of(span) };
}
