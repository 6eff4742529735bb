/** Description, tags and default queue type of a vhost. Part of vhost-page.tsx. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { VhostJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { type Metadata, MetadataFields } from '../vhosts/metadata-fields.js';

interface MetadataPanelProps {
  readonly vhost: VhostJson;
  readonly mayChange: boolean;
  readonly onChange: () => void;
}

export function MetadataPanel({ vhost, mayChange, onChange }: MetadataPanelProps) {
  const { api } = useConsole();
  const [edited, setEdited] = useState<Metadata>();
  const { description, tags, default_queue_type } = vhost;
  const metadata = edited ?? { description, tags: tags.join(', '), default_queue_type };
  const save = async (): Promise<void> => {
    await api.send('PUT', path('/vhosts', vhost.name), metadata);
    setEdited(undefined);
    onChange();
  };
  return (
    <section class="panel">
      <h2>Description and defaults</h2>
      {mayChange ? (
        <ActionForm verb="Save" onSubmit={save} isIdle={edited === undefined}>
          <MetadataFields metadata={metadata} onMetadata={setEdited} />
        </ActionForm>
      ) : (
        <dl class="facts">
          <Fact title="Description" value={description} />
          <Fact title="Tags" value={metadata.tags} />
          <Fact
            title="Default queue type"
            value={default_queue_type === 'undefined' ? 'classic' : default_queue_type}
          />
        </dl>
      )}
    </section>
  );
}

function Fact({ title, value }: { readonly title: string; readonly value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value === '' ? <span class="muted">none</span> : <bdi>{value}</bdi>}</dd>
    </div>
  );
}
