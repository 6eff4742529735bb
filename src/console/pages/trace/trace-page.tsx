/** Traces of messages: starts them, lists them, and shows what one of them has seen. */
import { path } from '../../api/client.js';
import type { TraceJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Empty, Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { StartTrace } from './start-trace.js';
import { TraceList } from './trace-list.js';
import { TraceMessages } from './trace-messages.js';

const INTERVAL_MS = 3_000;

interface TracePageProps {
  /** Of the trace that is looked at. */
  readonly vhost: string | undefined;
  readonly id: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

export function TracePage({ vhost, id, query }: TracePageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'traces',
    () => api.get<readonly TraceJson[]>('/traces'),
    INTERVAL_MS,
  );
  const chosen = vhost !== undefined && id !== undefined ? { vhost, id } : undefined;
  return (
    <>
      <h1>Message trace</h1>
      <StartTrace query={query} onStart={reload} />
      <Fault fault={fault} what={data === undefined ? 'Traces:' : 'Not up to date:'} />
      {data === undefined && fault === undefined && <Loading />}
      {data?.length === 0 && chosen === undefined && (
        <Empty>
          Nothing is traced. Choose a queue or an exchange above: each message that comes from then
          on is shown with its whole way, from its publisher to its acknowledgement. Bodies are not
          kept.
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <TraceList traces={data} chosen={chosen} onChange={reload} />
      )}
      {chosen !== undefined && (
        <TraceMessages
          key={path('', chosen.vhost, chosen.id)}
          vhost={chosen.vhost}
          id={chosen.id}
          query={query}
        />
      )}
    </>
  );
}
