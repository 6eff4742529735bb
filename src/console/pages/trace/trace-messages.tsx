/** What a trace has seen: the list of its messages, live, and beside it the way of one of them. */
import { useRef } from 'preact/hooks';
import { isNotFound, path } from '../../api/client.js';
import type { SeenJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { changeQuery } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { messageColumns } from './message-columns.js';
import { NOTHING_SEEN, withAnswer } from './seen.js';
import { WayPanel } from './way-panel.js';

const INTERVAL_MS = 2_000;
/** All that a trace keeps. */
const COUNT = 1_000;

interface TraceMessagesProps {
  readonly vhost: string;
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

export function TraceMessages({ vhost, id, query }: TraceMessagesProps) {
  const { api } = useConsole();
  const seen = useRef(NOTHING_SEEN);
  const where = path('/traces', vhost, id);
  const { data, fault } = usePoll(
    where,
    async () => {
      const { revision } = seen.current;
      const answer = await api.get<SeenJson>(where, { since: revision, count: COUNT });
      seen.current = withAnswer(seen.current, answer);
      return { trace: answer, messages: seen.current.messages };
    },
    INTERVAL_MS,
  );
  const isGone = isNotFound(fault);
  if (isGone) return <Gone />;
  if (data === undefined) return fault === undefined ? <Loading /> : <Fault fault={fault} />;
  const chosen = Number(query['message'] ?? '');
  const choose = (message: number): void => changeQuery({ message: String(message) });
  const isRunning = data.trace.state === 'running';
  return (
    <div class={chosen > 0 ? 'trace-view split' : 'trace-view'}>
      <section aria-label="Messages">
        <Fault fault={fault} what="Not up to date:" />
        <Table
          noun={['message', 'messages']}
          rows={data.messages}
          columns={messageColumns(choose, chosen)}
          nameOf={({ id: number }) => String(number)}
          query={query}
          empty={
            isRunning
              ? 'No message has come yet. Each is shown here as soon as it does.'
              : 'No message came while this trace was running.'
          }
        />
      </section>
      {chosen > 0 && (
        <WayPanel
          key={chosen}
          vhost={vhost}
          where={`${where}/messages/${chosen}`}
          number={chosen}
          onClose={() => changeQuery({ message: '' })}
        />
      )}
    </div>
  );
}

function Gone() {
  return (
    <p class="notice warn" role="status">
      This trace is no more: it was deleted, its time is long over, or the broker has been
      restarted. <a href={formatRoute({ page: 'trace' })}>All traces</a>
    </p>
  );
}
