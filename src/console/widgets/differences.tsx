/** What was and what will be, key by key. Used where a change is shown before it is made. */
export interface ShownDifference {
  readonly key: string;
  /** Null where there is nothing. */
  readonly before: unknown;
  readonly after: unknown;
  /** Said behind it. */
  readonly note?: string | undefined;
}

export function Differences({ differences }: { readonly differences: readonly ShownDifference[] }) {
  return (
    <ul class="differences">
      {differences.map(({ key, before, after, note }) => (
        <li key={key}>
          <span class="muted">{key}</span>{' '}
          {before !== null && (
            <>
              <del>{valueText(before)}</del>{' '}
            </>
          )}
          {after !== null && <ins>{valueText(after)}</ins>}
          {note !== undefined && <span class="muted"> ({note})</span>}
        </li>
      ))}
    </ul>
  );
}

function valueText(value: unknown): string {
  if (value === '') return '""';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
