/** What the charts of a connection are made of: bytes, and those that wait. */
import type { ConnectionDetailsJson } from '../../api/types.js';
import type { ChartFacts } from '../../charts/chart-facts.js';

type Counted = 'recv_oct' | 'send_oct' | 'send_pend' | 'recv_oct_details' | 'send_oct_details';

export const CONNECTION_FACTS: ChartFacts<Pick<ConnectionDetailsJson, Counted>> = {
  levelsOf: ({ send_pend: unsent }) => ({ unsent }),
  countersOf: ({ recv_oct: received, send_oct: sent }) => ({ received, sent }),
  pastOf: ({ recv_oct_details: received, send_oct_details: sent }) => ({
    counters: { received: received?.samples, sent: sent?.samples },
  }),
};
