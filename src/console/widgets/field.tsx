/** A labelled line to type into. Used by forms. */
interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  /** Text unless it is given. */
  readonly type?: 'password' | 'number';
}

export function Field(props: FieldProps) {
  const { label, value, onValue, placeholder, isRequired = false, type } = props;
  const common = {
    value,
    placeholder,
    required: isRequired,
    spellcheck: false,
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
      onValue(currentTarget.value),
  };
  return (
    <label>
      {label}
      {type === 'password' && <input type="password" autocomplete="new-password" {...common} />}
      {type === 'number' && <input type="number" {...common} />}
      {type === undefined && <input autocomplete="off" {...common} />}
    </label>
  );
}
