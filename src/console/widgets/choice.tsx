/** A labelled choice of one of several names, none at first. Used by forms. */
interface ChoiceProps {
  readonly label: string;
  /** Empty: nothing has been chosen yet. */
  readonly value: string;
  readonly choices: readonly string[];
  readonly onValue: (value: string) => void;
}

export function Choice({ label, value, choices, onValue }: ChoiceProps) {
  return (
    <label>
      {label}
      <select required value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        <option value="">Choose…</option>
        {choices.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
