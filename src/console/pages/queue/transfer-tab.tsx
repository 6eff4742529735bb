/** Takes messages elsewhere: dead letters back, or all of them to another queue. */
import type { QueueJson, ReplayJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { MovePanel } from './move-panel.js';
import { ReplayList } from './replay-list.js';
import { ReplayPanel } from './replay-panel.js';

const INTERVAL_MS = 1_000;

interface TransferTabProps {
  readonly queue: QueueJson;
  readonly onChange: () => void;
}

export function TransferTab({ queue, onChange }: TransferTabProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'replays',
    () => api.get<readonly ReplayJson[]>('/replays'),
    INTERVAL_MS,
  );
  const own = data?.filter((each) => each.vhost === queue.vhost && each.queue === queue.name) ?? [];
  const onStarted = (): void => {
    reload();
    onChange();
  };
  return (
    <div class="charts">
      <Fault fault={fault} />
      <ReplayPanel queue={queue} replays={own} onStarted={onStarted} />
      <MovePanel queue={queue} replays={own} onStarted={onStarted} />
      <ReplayList replays={own} onChange={onStarted} />
    </div>
  );
}
