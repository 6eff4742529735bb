/** How far back the charts of a page go; the address holds it. */
import { changeQuery } from '../routing/use-route.js';
import { type Span, SPANS } from './samples.js';

/** What the address says, or ten minutes. */
export function spanOf(query: Readonly<Record<string, string>>): Span {
  return SPANS.find(({ title }) => title === query['span']) ?? SPANS[1];
}

export function SpanSwitch({ span }: { readonly span: Span }) {
  return (
    <div class="tabs" role="group" aria-label="Time shown">
      {SPANS.map((each) => (
        <button
          key={each.title}
          type="button"
          class="small"
          aria-pressed={each === span}
          onClick={() => changeQuery({ span: each === SPANS[1] ? '' : each.title })}
        >
          {each.title}
        </button>
      ))}
    </div>
  );
}
