/** What the lines of the picture mean. */
const LINES = [
  ['binding', 'Binding'],
  ['alternate', 'Alternate exchange: what no binding matches'],
  ['dead_letter', 'Dead letters'],
] as const;

export function Legend() {
  return (
    <ul class="topology-legend">
      {LINES.map(([kind, title]) => (
        <li key={kind}>
          <svg width="34" height="10" aria-hidden="true">
            <path class={`topology-edge ${kind}`} d="M1 5H33" />
          </svg>
          {title}
        </li>
      ))}
      <li>The wider a line, the more seems to go along it: what several lead to is shared</li>
    </ul>
  );
}
