/**
 * A value that somebody else has chosen: a text in whatever direction, a table however deep and
 * however long. What is long is folded. Used for arguments and for properties of clients.
 */
import { valueText } from './value-text.js';

export function Value({ value, name }: { readonly value: unknown; readonly name: string }) {
  if (value === '') return <span class="muted">empty</span>;
  const { text, beginning } = valueText(value);
  if (beginning === undefined) {
    return (
      <code class="value">
        <bdi>{text}</bdi>
      </code>
    );
  }
  return (
    <details class="value">
      <summary>
        <bdi>{beginning}</bdi>
      </summary>
      <pre tabIndex={0} aria-label={name} dir="auto">
        {text}
      </pre>
    </details>
  );
}
