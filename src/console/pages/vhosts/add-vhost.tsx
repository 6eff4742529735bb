/** Makes a vhost, and goes to its page. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { isThere } from '../../api/is-there.js';
import { quoted } from '../../format/names.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Dialog } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { EMPTY_METADATA, MetadataFields, type Metadata } from './metadata-fields.js';

export function AddVhost({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  const [name, setName] = useState('');
  const [metadata, setMetadata] = useState<Metadata>(EMPTY_METADATA);
  const add = async (): Promise<void> => {
    const where = path('/vhosts', name);
    // A PUT would change the one that is there.
    if (await isThere(api, where)) throw new Error(`There is a vhost ${quoted(name)} already.`);
    await api.send('PUT', where, metadata);
    goTo({ page: 'vhosts', names: [name] });
  };
  return (
    <Dialog title="Add a vhost" onClose={onClose}>
      <ActionForm verb="Add the vhost" onSubmit={add} onCancel={onClose}>
        <Field label="Name" value={name} onValue={setName} isRequired />
        <MetadataFields metadata={metadata} onMetadata={setMetadata} />
        <p class="muted">You get all permissions in it; other users need to be given theirs.</p>
      </ActionForm>
    </Dialog>
  );
}
