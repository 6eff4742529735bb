/** One expression of a permission, with what it is for. */

interface PatternProps {
  readonly title: string;
  readonly pattern: string;
}

export function Pattern({ title, pattern }: PatternProps) {
  return (
    <span>
      <span class="muted">{title}</span>{' '}
      {pattern === '' ? <span class="badge">nothing</span> : <code>{pattern}</code>}
    </span>
  );
}
