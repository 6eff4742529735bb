/** A labelled line to type into. Used by forms. */
interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
}

export function Field({ label, value, onValue, placeholder, isRequired = false }: FieldProps) {
  return (
    <label>
      {label}
      <input
        value={value}
        placeholder={placeholder}
        required={isRequired}
        spellcheck={false}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  );
}
