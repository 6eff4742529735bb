/** The definition of a policy: a field for each setting, and a choice of others. */
import { useId, useState } from 'preact/hooks';
import { readingOf, type TypedSetting, UNITS } from './policy-form.js';
import { kindOf, SETTING_KINDS, type SettingKind } from './setting-kinds.js';

interface SettingsFieldsProps {
  readonly settings: readonly TypedSetting[];
  readonly onSettings: (settings: readonly TypedSetting[]) => void;
  readonly isForOperators: boolean;
}

export function SettingsFields({ settings, onSettings, isForOperators }: SettingsFieldsProps) {
  const open = SETTING_KINDS.filter(
    ({ key, isForOperators: isTheirs }) =>
      (!isForOperators || isTheirs === true) && !settings.some((setting) => setting.key === key),
  );
  return (
    <fieldset class="settings">
      <legend>Definition</legend>
      {settings.map(({ key, text }) => (
        <SettingField
          key={key}
          kind={kindOf(key)}
          text={text}
          onText={(next) =>
            onSettings(settings.map((each) => (each.key === key ? { key, text: next } : each)))
          }
          onRemove={() => onSettings(settings.filter((each) => each.key !== key))}
        />
      ))}
      <SettingChooser
        kinds={open}
        onChoose={({ key, choices }) =>
          onSettings([...settings, { key, text: choices?.[0] ?? '' }])
        }
      />
    </fieldset>
  );
}

interface SettingChooserProps {
  readonly kinds: readonly SettingKind[];
  readonly onChoose: (kind: SettingKind) => void;
}

function SettingChooser({ kinds, onChoose }: SettingChooserProps) {
  const [chosen, setChosen] = useState('');
  const groups = [...new Set(kinds.map(({ group }) => group))];
  const kind = kinds.find(({ key }) => key === chosen) ?? kinds[0];
  if (kind === undefined) return null;
  return (
    <div class="setting-chooser">
      <label>
        Another setting
        <select value={kind.key} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
          {groups.map((group) => (
            <optgroup key={group} label={group}>
              {kinds
                .filter((each) => each.group === group)
                .map(({ key }) => (
                  <option key={key} value={key}>
                    {key}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => onChoose(kind)}>
        Add setting
      </button>
      <p class="hint">{kind.explanation}</p>
    </div>
  );
}

interface SettingFieldProps {
  readonly kind: SettingKind;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRemove: () => void;
}

function SettingField({ kind, text, onText, onRemove }: SettingFieldProps) {
  const id = useId();
  const { key, type, choices, explanation } = kind;
  const unit = UNITS[type];
  const isNumber = type === 'count' || type === 'bytes' || type === 'ms';
  return (
    <div class="setting">
      <label>
        <span>
          <b>{key}</b>
          {unit !== undefined && `, ${unit}`} {readingOf(kind, text)}
        </span>
        {choices === undefined ? (
          <input
            value={text}
            spellcheck={false}
            inputmode={isNumber ? 'numeric' : 'text'}
            aria-describedby={id}
            onInput={({ currentTarget }) => onText(currentTarget.value)}
          />
        ) : (
          <select
            value={text}
            aria-describedby={id}
            onChange={({ currentTarget }) => onText(currentTarget.value)}
          >
            {[...new Set([text, ...choices])].map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        )}
      </label>
      <button type="button" class="small" aria-label={`Remove ${key}`} onClick={onRemove}>
        Remove
      </button>
      <p class="hint" id={id}>
        {explanation}
      </p>
    </div>
  );
}
