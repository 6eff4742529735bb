/** Where the message that the address describes would go, asked of the broker again and again. */
import { path } from '../../api/client.js';
import type { ExplanationJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { type Polled, usePoll } from '../../widgets/use-poll.js';
import { readJsonObject } from '../../widgets/json-object.js';

const INTERVAL_MS = 5_000;

export const DEFAULT_EXCHANGE = 'amq.default';
export const HEADERS_EXAMPLE = '{"kind": "order"}';

type Query = Readonly<Record<string, string>>;

/** Undefined while no exchange is chosen. */
export function useDryRun(vhost: string, query: Query): Polled<ExplanationJson | undefined> {
  const { api } = useConsole();
  const { exchange, key = '', headers = '' } = query;
  return usePoll(
    JSON.stringify([vhost, exchange, key, headers]),
    async () => {
      if (exchange === undefined) return undefined;
      const where = `${path('/exchanges', vhost, exchange)}/route`;
      const properties = { headers: readJsonObject('headers', headers) };
      const answer = await api.send('POST', where, { routing_key: key, properties });
      return answer as ExplanationJson;
    },
    INTERVAL_MS,
  );
}

/** The name of the chosen exchange: that of the default one is empty. */
export function exchangeOf({ exchange = DEFAULT_EXCHANGE }: Query): string {
  return exchange === DEFAULT_EXCHANGE ? '' : exchange;
}
