/** The whole broker, or one vhost. Used by both panels of definitions-page.tsx. */
interface VhostChoiceProps {
  readonly label: string;
  /** What stands for the whole broker. */
  readonly whole: string;
  readonly vhosts: readonly string[];
  /** Empty: the whole broker. No vhost has that name. */
  readonly value: string;
  readonly onValue: (vhost: string) => void;
}

export function VhostChoice({ label, whole, vhosts, value, onValue }: VhostChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => onValue(currentTarget.value)}>
        <option value="">{whole}</option>
        {vhosts.map((vhost) => (
          <option key={vhost} value={vhost}>
            Vhost {vhost}
          </option>
        ))}
      </select>
    </label>
  );
}
