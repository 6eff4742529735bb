/** The tags of a user to choose from. Part of user-page.tsx, which makes it anew with new tags. */
import { useState } from 'preact/hooks';
import type { UserJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Confirmation } from '../../widgets/dialog.js';
import { TagBoxes } from '../users/tag-boxes.js';
import { changeUser } from './change-user.js';

interface TagsPanelProps {
  readonly user: UserJson;
  readonly onChange: () => void;
}

export function TagsPanel({ user, onChange }: TagsPanelProps) {
  const { api, session } = useConsole();
  const [tags, setTags] = useState<readonly string[]>(user.tags);
  const [isGivingUp, setGivingUp] = useState(false);
  const { login } = session;
  const isMyself = login?.name === user.name;
  const save = async (): Promise<void> => {
    await changeUser(api, user.name, { tags });
    if (isMyself) session.enter({ ...login, tags });
    onChange();
  };
  const submit = async (): Promise<void> => {
    if (isMyself && !tags.includes('administrator')) setGivingUp(true);
    else await save();
  };
  return (
    <section class="panel">
      <h2>Tags</h2>
      <ActionForm verb="Save tags" onSubmit={submit} isIdle={tags.join() === user.tags.join()}>
        <TagBoxes tags={tags} onTags={setTags} />
      </ActionForm>
      {isGivingUp && (
        <Confirmation
          title="Give up your own tag?"
          verb="Give it up"
          isDangerous
          onClose={() => setGivingUp(false)}
          onConfirm={save}
        >
          You would be an administrator no more, and only another one could give you the tag back.
        </Confirmation>
      )}
    </section>
  );
}
