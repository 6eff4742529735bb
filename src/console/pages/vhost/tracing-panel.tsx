/** Switches the firehose of a vhost on and off. Part of vhost-page.tsx. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { VhostJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Fault } from '../../widgets/notice.js';

interface TracingPanelProps {
  readonly vhost: VhostJson;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}

export function TracingPanel({ vhost, mayChange, onChange }: TracingPanelProps) {
  const { api } = useConsole();
  const [fault, setFault] = useState<unknown>();
  const { tracing } = vhost;
  const turn = async (): Promise<void> => {
    try {
      await api.send('PUT', path('/vhosts', vhost.name), { tracing: !tracing });
      setFault(undefined);
      onChange();
    } catch (error) {
      setFault(error);
    }
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Tracing (firehose)</h2>
        {mayChange && (
          <button type="button" class="small" onClick={() => void turn()}>
            {tracing ? 'Switch tracing off' : 'Switch tracing on'}
          </button>
        )}
      </div>
      <p>
        {tracing ? <span class="badge warn">on</span> : <span class="badge">off</span>} While it is
        on, a copy of each message that is published or delivered here goes to the exchange{' '}
        <code>amq.rabbitmq.trace</code>. Bind a queue with a length limit to it. It costs
        throughput; a restart switches it off.
      </p>
      <Fault fault={fault} />
    </section>
  );
}
