/**
 * The queues in sight, asked for by name: a screen of them costs the broker next to nothing, so
 * they are up to date however many others there are and however seldom those are asked for.
 */
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import { useConsole } from '../../shell/context.js';
import { RowHistories } from '../../table/row-histories.js';
import { usePoll } from '../../widgets/use-poll.js';
import {
  COLUMNS_IN_SIGHT,
  COLUMNS_WITH_PAST,
  lookOf,
  nameOfQueue,
  PAST_QUERY,
  pastOf,
  type QueueRow,
  type QueueRowWithPast,
} from './queue-row.js';

const INTERVAL_MS = 3_000;
/** Whoever scrolls is left alone until he pauses. */
const SCROLL_PAUSE_MS = 250;

export interface RowsInSight {
  readonly histories: RowHistories;
  readonly onSight: (rows: readonly QueueRow[]) => void;
  readonly newest: (row: QueueRow) => QueueRow;
  readonly reload: () => void;
  readonly fault: Error | undefined;
}

export function useRowsInSight(): RowsInSight {
  const { api } = useConsole();
  const histories = useMemo(() => new RowHistories(), []);
  const inSight = useRef<readonly QueueRow[]>([]);
  const timer = useRef<number>(undefined);

  const ask = async (rows: readonly QueueRow[], withPast: boolean): Promise<QueueRowWithPast[]> => {
    if (rows.length === 0) return [];
    const query = withPast
      ? { columns: COLUMNS_WITH_PAST, ...PAST_QUERY }
      : { columns: COLUMNS_IN_SIGHT };
    const queues = rows.map(({ vhost, name }) => ({ vhost, name }));
    return api.ask<QueueRowWithPast[]>('/queues', query, { queues });
  };
  const { data, fault, reload } = usePoll(
    'queues in sight',
    async () => {
      const isNew = (row: QueueRow): boolean => histories.of(nameOfQueue(row)) === undefined;
      const rows = inSight.current;
      const [known, fresh] = await Promise.all([
        ask(
          rows.filter((row) => !isNew(row)),
          false,
        ),
        ask(rows.filter(isNew), true),
      ]);
      const at = Date.now();
      const newest = new Map<string, QueueRow>();
      for (const row of [...known, ...fresh]) {
        const name = nameOfQueue(row);
        histories.push(name, { at, ...lookOf(row) }, pastOf(row));
        newest.set(name, row);
      }
      return newest;
    },
    INTERVAL_MS,
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const onSight = useCallback(
    (rows: readonly QueueRow[]) => {
      inSight.current = rows;
      if (!rows.some((row) => histories.of(nameOfQueue(row)) === undefined)) return;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(reload, SCROLL_PAUSE_MS);
    },
    [reload],
  );
  const newest = (row: QueueRow): QueueRow => data?.get(nameOfQueue(row)) ?? row;
  return { histories, onSight, newest, reload, fault };
}
