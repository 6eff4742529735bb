/** One number with its name, and what it means for whoever points at it. */
import type { ComponentChildren } from 'preact';

interface FigureProps {
  readonly title: string;
  readonly value: string;
  /** The whole number where the value is short. */
  readonly exact?: number | null | undefined;
  readonly explanation?: string;
  /** Where more of it is told. */
  readonly href?: string;
  readonly children?: ComponentChildren;
}

export function Figure({ title, value, exact, explanation, href, children }: FigureProps) {
  const whole = typeof exact === 'number' ? exact.toLocaleString('en') : undefined;
  return (
    <div class="figure" title={explanation}>
      <dt>{href === undefined ? title : <a href={href}>{title}</a>}</dt>
      <dd title={whole}>
        {value}
        {children}
      </dd>
    </div>
  );
}

interface GaugeProps {
  readonly share: number;
  readonly label: string;
  /** It is no fault if all of it is used. */
  readonly isNeutral?: boolean;
}

/** How much of a limit is used. */
export function Gauge({ share, label, isNeutral = false }: GaugeProps) {
  const percent = Math.round(Math.max(0, Math.min(share, 1)) * 100);
  const level = isNeutral ? '' : share >= 1 ? 'bad' : share >= 0.8 ? 'warn' : '';
  return (
    <meter class={`gauge ${level}`} min={0} max={100} value={percent} aria-label={label}>
      {percent} %
    </meter>
  );
}
