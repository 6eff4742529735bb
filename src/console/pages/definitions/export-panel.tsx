/** Definitions of the broker, or of one vhost, as a file to keep. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { useConsole } from '../../shell/context.js';
import { download } from '../../table/toolbar.js';
import { Fault } from '../../widgets/notice.js';
import { VhostChoice } from './vhost-choice.js';

export function ExportPanel({ vhosts }: { readonly vhosts: readonly string[] }) {
  const { api } = useConsole();
  const [vhost, setVhost] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const where = vhost === '' ? '/definitions' : path('/definitions', vhost);
      const text = await api.text(`/api${where}`);
      const day = new Date().toISOString().slice(0, 10);
      download(`definitions-${day}.json`, 'application/json', text);
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <section class="panel">
      <h2>Export</h2>
      <p class="muted">
        Everything but the messages: users with the hashes of their passwords, vhosts, permissions,
        policies, queues, exchanges and bindings. Of one vhost only what is in it, without its name.
      </p>
      <form
        class="row into"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void save();
        }}
      >
        <VhostChoice
          label="Export"
          whole="The whole broker"
          vhosts={vhosts}
          value={vhost}
          onValue={setVhost}
        />
        <button type="submit" disabled={isBusy}>
          {isBusy ? 'Exporting…' : 'Download'}
        </button>
      </form>
      <Fault fault={fault} />
    </section>
  );
}
