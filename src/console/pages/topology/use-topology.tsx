/** The topology of a vhost, asked for again and again. What is shown stays: nothing jumps. */
import { useEffect, useRef } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { ExplanationJson, TopologyJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { usePoll } from '../../widgets/use-poll.js';
import { FlowMeter, type RatesById } from './flow.js';
import { namesOn } from './way.js';

const INTERVAL_MS = 3_000;
const NOBODY = { exchanges: [], queues: [] };

export interface ToldTopology {
  /** The one before, until there is another. */
  readonly topology: TopologyJson | undefined;
  /** What it was asked with. */
  readonly shownKey: string;
  readonly rates: RatesById;
  readonly fault: Error | undefined;
  /** Shows what is busiest now in place of what was when the page was opened. */
  readonly renew: () => void;
}

interface Wanted {
  readonly vhost: string;
  readonly filter: string;
  readonly limit: number;
}

interface Names {
  readonly exchanges: readonly string[];
  readonly queues: readonly string[];
}

/** What is on the way of `route` is there in any case. */
export function useTopology(
  { vhost, filter, limit }: Wanted,
  route: ExplanationJson | undefined,
): ToldTopology {
  const { api } = useConsole();
  const meter = useRef(new FlowMeter());
  const latest = useRef<TopologyJson>(undefined);
  const kept = useRef<Names>(NOBODY);
  const onWay = route === undefined ? NOBODY : namesOn(route);
  const key = JSON.stringify([filter, limit]);
  const keptFor = useRef(key);
  const wayKey = JSON.stringify(onWay);
  const askedWay = useRef(wayKey);
  const { data, fault, reload } = usePoll(
    key,
    async () => {
      askedWay.current = wayKey;
      if (keptFor.current !== key) kept.current = NOBODY;
      const first = {
        exchanges: [...onWay.exchanges, ...kept.current.exchanges],
        queues: [...onWay.queues, ...kept.current.queues],
      };
      const where = path('/topology', vhost);
      const topology = (await api.send('POST', where, { filter, limit, first })) as TopologyJson;
      meter.current.look(Date.now(), topology);
      kept.current = {
        exchanges: topology.exchanges.map(({ name }) => name),
        queues: topology.queues.map(({ name }) => name),
      };
      keptFor.current = key;
      return topology;
    },
    INTERVAL_MS,
  );
  useEffect(() => {
    if (askedWay.current !== wayKey) reload();
  }, [wayKey]);
  if (data !== undefined) latest.current = data;
  return {
    topology: latest.current,
    shownKey: keptFor.current,
    rates: meter.current.rates,
    fault,
    renew: () => {
      kept.current = NOBODY;
      reload();
    },
  };
}
