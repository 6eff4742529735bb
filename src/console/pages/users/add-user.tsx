/** Makes a user, and goes to his page, where permissions are given. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { isThere } from '../../api/is-there.js';
import { quoted } from '../../format/names.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Dialog } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { TagBoxes } from './tag-boxes.js';

export function AddUser({ onClose }: { readonly onClose: () => void }) {
  const { api } = useConsole();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tags, setTags] = useState<readonly string[]>([]);
  const add = async (): Promise<void> => {
    const where = path('/users', name);
    // A PUT would change the one that is there.
    if (await isThere(api, where)) throw new Error(`There is a user ${quoted(name)} already.`);
    await api.send('PUT', where, { password, tags });
    goTo({ page: 'users', names: [name] });
  };
  return (
    <Dialog title="Add a user" onClose={onClose}>
      <ActionForm verb="Add the user" onSubmit={add} onCancel={onClose}>
        <Field label="Name" value={name} onValue={setName} isRequired />
        <Field
          label="Password; without one the user can log in by a certificate only"
          type="password"
          value={password}
          onValue={setPassword}
        />
        <TagBoxes tags={tags} onTags={setTags} />
      </ActionForm>
    </Dialog>
  );
}
