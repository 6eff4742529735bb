/** Keeps the message of a form under a name, and brings it back. Part of publish-panel.tsx. */
import { useMemo, useState } from 'preact/hooks';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import type { PublishForm } from './publish-request.js';
import { Templates } from './templates.js';

interface TemplateBarProps {
  readonly form: PublishForm;
  readonly onChoose: (form: PublishForm) => void;
}

export function TemplateBar({ form, onChoose }: TemplateBarProps) {
  const templates = useMemo(() => new Templates(localStorage), []);
  const [known, setKnown] = useState(() => templates.all());
  const [chosen, setChosen] = useState('');
  const [asked, setAsked] = useState<'save' | 'delete'>();
  const choose = (wanted: string): void => {
    setChosen(wanted);
    const template = known.find((each) => each.name === wanted);
    if (template !== undefined) onChoose(template.form);
  };
  /** What is wrong is shown by the dialog. */
  const keep = (act: () => void): Promise<void> =>
    Promise.resolve().then(() => {
      act();
      setKnown(templates.all());
    });
  const close = (): void => setAsked(undefined);
  return (
    <div class="row-end">
      <label class="grow">
        Template
        <select value={chosen} onChange={({ currentTarget }) => choose(currentTarget.value)}>
          <option value="">{known.length === 0 ? 'None is saved yet' : 'Choose…'}</option>
          {known.map((template) => (
            <option key={template.name} value={template.name}>
              {template.name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => setAsked('save')}>
        Save as…
      </button>
      {chosen !== '' && (
        <button type="button" onClick={() => setAsked('delete')}>
          Delete template
        </button>
      )}
      {asked === 'save' && (
        <SaveDialog
          first={chosen}
          onClose={close}
          onSave={(name) =>
            keep(() => {
              templates.save(name, form);
              setChosen(name);
            })
          }
        />
      )}
      {asked === 'delete' && (
        <Confirmation
          title={`Delete the template ${chosen}?`}
          verb="Delete"
          isDangerous
          onClose={close}
          onConfirm={() =>
            keep(() => {
              templates.delete(chosen);
              setChosen('');
            })
          }
        >
          The form stays as it is.
        </Confirmation>
      )}
    </div>
  );
}

interface SaveDialogProps {
  /** The name that stands there at first. */
  readonly first: string;
  readonly onClose: () => void;
  readonly onSave: (name: string) => Promise<void>;
}

function SaveDialog({ first, onClose, onSave }: SaveDialogProps) {
  const [name, setName] = useState(first);
  return (
    <Confirmation
      title="Save this message as a template"
      verb="Save"
      onClose={onClose}
      onConfirm={() => onSave(name.trim())}
    >
      <Field label="Name" value={name} onValue={setName} isRequired />
      <p class="muted">
        It is kept in this browser, for every queue. One of the same name is replaced.
      </p>
    </Confirmation>
  );
}
