/** The properties of a message, and its headers one by one. Part of message-view.tsx. */
import { Value } from '../../widgets/value.js';
import type { ShownMessage } from './message-view.js';

export function HeadersTable({ properties }: Pick<ShownMessage, 'properties'>) {
  const { headers, ...others } = { headers: undefined, ...properties };
  const rows = [
    ...Object.entries(others).map(([name, value]) => ({ name, value, isHeader: false })),
    ...entriesOf(headers).map(([name, value]) => ({ name, value, isHeader: true })),
  ];
  if (rows.length === 0) return null;
  return (
    <dl class="facts">
      {rows.map(({ name, value, isHeader }) => (
        <div key={`${name} ${isHeader}`}>
          <dt>
            {isHeader && <span class="badge">header</span>} <bdi>{name}</bdi>
          </dt>
          <dd>
            <Value value={value} name={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function entriesOf(headers: unknown): readonly [string, unknown][] {
  return typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
}
