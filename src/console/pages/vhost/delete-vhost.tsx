/** Deletes a vhost, once its name has been typed. Part of vhost-page.tsx. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { VhostJson } from '../../api/types.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { messageTotal } from '../queues/message-total.js';

export function DeleteVhost({ vhost }: { readonly vhost: VhostJson }) {
  const { api } = useConsole();
  const [isAsked, setAsked] = useState(false);
  return (
    <div class="buttons">
      <button type="button" class="danger" onClick={() => setAsked(true)}>
        Delete
      </button>
      {isAsked && (
        <Confirmation
          title={`Delete ${vhost.name}?`}
          verb="Delete"
          isDangerous
          typed={vhost.name}
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await api.send('DELETE', path('/vhosts', vhost.name));
            goTo({ page: 'vhosts' });
          }}
        >
          Everything in it goes for good: {messageTotal([vhost], 'messages')}, all queues,
          exchanges, bindings, policies, permissions and limits. Its connections are closed.
        </Confirmation>
      )}
    </div>
  );
}
