/** Pause, resume, purge and delete, each with what it means. */
import { useState } from 'preact/hooks';
import { messageOf } from '../../api/client.js';
import type { QueueJson } from '../../api/types.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { messageTotal } from '../queues/message-total.js';
import { pathOfQueue } from '../queues/queue-columns.js';

interface QueueActionsProps {
  readonly queue: QueueJson;
  readonly onChange: () => void;
}

export function QueueActions({ queue, onChange }: QueueActionsProps) {
  const { api } = useConsole();
  const [asked, setAsked] = useState<'purge' | 'delete'>();
  const [fault, setFault] = useState<string>();
  const where = pathOfQueue(queue);
  const isPaused = queue.state === 'paused';
  const pause = async (): Promise<void> => {
    try {
      await api.send('POST', `${where}/actions`, { action: isPaused ? 'resume' : 'pause' });
      setFault(undefined);
      onChange();
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  const close = (): void => setAsked(undefined);
  return (
    <div class="buttons">
      <button type="button" onClick={() => void pause()}>
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" onClick={() => setAsked('purge')}>
        Purge
      </button>
      <button type="button" class="danger" onClick={() => setAsked('delete')}>
        Delete
      </button>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {asked === 'purge' && (
        <Confirmation
          title={`Purge ${queue.name}?`}
          verb="Purge"
          isDangerous
          onClose={close}
          onConfirm={async () => {
            await api.send('DELETE', `${where}/contents`);
            onChange();
          }}
        >
          Deleted for good: {messageTotal([queue], 'messages_ready')}. What consumers hold stays.
        </Confirmation>
      )}
      {asked === 'delete' && (
        <Confirmation
          title={`Delete ${queue.name}?`}
          verb="Delete"
          isDangerous
          onClose={close}
          onConfirm={async () => {
            await api.send('DELETE', where);
            goTo({ page: 'queues' });
          }}
        >
          The queue goes for good, with {messageTotal([queue], 'messages')} and its bindings.
          Consumers it has, which are told: {queue.consumers}.
        </Confirmation>
      )}
    </div>
  );
}
