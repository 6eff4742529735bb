/** Names and what stands behind them, one below the other. Used by the pages of single things. */
import type { ComponentChildren } from 'preact';

interface FactsProps {
  /** In two columns where there is room. */
  readonly isWide?: boolean;
  readonly children: ComponentChildren;
}

export function Facts({ isWide = false, children }: FactsProps) {
  return <dl class={isWide ? 'facts columns' : 'facts'}>{children}</dl>;
}

interface FactProps {
  readonly title: ComponentChildren;
  readonly explanation?: string;
  readonly children: ComponentChildren;
}

export function Fact({ title, explanation, children }: FactProps) {
  return (
    <div title={explanation}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
