/** A live line chart by uPlot, in the page's colours, with the latest values as its legend. */
import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { THEME_EVENT } from '../shell/theme.js';
import { axisSteps } from './axis-steps.js';
import type { History } from './history.js';
import type { Series } from './series.js';

export type { Series };

interface ChartProps {
  readonly title: string;
  readonly history: History;
  readonly series: readonly Series[];
  readonly format: (value: number | null) => string;
  /** Of things, not of rates: there is no half of one. */
  readonly isWhole?: boolean;
  /** It goes back no further. */
  readonly spanSeconds?: number;
}

const HEIGHT = 180;
const AXIS_FONT = '11px system-ui, sans-serif';
/** px: between an axis' texts and what is around them. */
const AXIS_MARGIN = 12;
/** Seconds: a chart that has just begun is not stretched over its whole width. */
const SPAN_MIN = 60;

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

export function Chart(props: ChartProps) {
  const { title, history, series, format, isWhole = false, spanSeconds = Infinity } = props;
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const draw = (): void => {
      plot.current?.destroy();
      const options = optionsOf(element, { history, series, format, isWhole, spanSeconds });
      plot.current = new uPlot(options, dataOf(history, series), element);
      for (const [index, { id }] of series.entries()) {
        plot.current.setSeries(index + 1, { show: !hidden.has(id) });
      }
    };
    draw();
    const observer = new ResizeObserver(() => {
      plot.current?.setSize({ width: element.clientWidth, height: HEIGHT });
    });
    observer.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    window.addEventListener(THEME_EVENT, draw);
    scheme.addEventListener('change', draw);
    return () => {
      observer.disconnect();
      window.removeEventListener(THEME_EVENT, draw);
      scheme.removeEventListener('change', draw);
      plot.current?.destroy();
    };
  }, [history, series, hidden, format, isWhole, spanSeconds]);

  useEffect(() => plot.current?.setData(dataOf(history, series)));

  const toggle = (id: string): void => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    setHidden(next);
  };
  return (
    <section class="chart panel">
      <h2>{title}</h2>
      <div ref={place} class="plot" aria-hidden="true" />
      <ul class="legend">
        {series.map(({ id, title: name, color, explanation }) => (
          <li key={id}>
            <button
              type="button"
              aria-pressed={!hidden.has(id)}
              title={explanation}
              onClick={() => toggle(id)}
            >
              <span class={`swatch chart-${color}`} aria-hidden="true" />
              {name} <b>{format(history.latest(id))}</b>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function dataOf(history: History, series: readonly Series[]): uPlot.AlignedData {
  return [history.times, ...series.map(({ id }) => history.values(id))];
}

function optionsOf(
  element: HTMLElement,
  { history, series, format, isWhole, spanSeconds }: Required<Omit<ChartProps, 'title'>>,
): uPlot.Options {
  const axis = {
    stroke: colorOf(element, 'muted'),
    grid: { stroke: colorOf(element, 'line'), width: 1 },
    ticks: { show: false },
    font: AXIS_FONT,
  };
  const steps = axisSteps(format);
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 28, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false } },
    // From zero: a chart that begins elsewhere makes little look like much.
    scales: {
      // uPlot would stretch a single look over a day.
      x: { range: () => spanOf(history.times, spanSeconds) },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        space: 80,
        values: (_plot, ticks) => ticks.map((tick) => clock.format(tick * 1_000)),
      },
      {
        ...axis,
        size: ({ ctx }, texts) => widestOf(ctx, texts) + AXIS_MARGIN,
        space: 36,
        ...(steps !== undefined && { incrs: steps }),
        values: (_plot, ticks) =>
          ticks.map((tick) => (isWhole && !Number.isInteger(tick) ? '' : format(tick))),
      },
    ],
    series: [
      {},
      ...series.map(({ title, color }) => ({
        label: title,
        stroke: colorOf(element, `chart-${color}`),
        width: 1.5,
        points: { show: false },
      })),
    ],
  };
}

function spanOf(times: readonly number[], seconds: number): [from: number, to: number] {
  const last = times.at(-1) ?? Date.now() / 1_000;
  return [Math.max(Math.min(times[0] ?? last, last - SPAN_MIN), last - seconds), last];
}

/** In px; uPlot asks before there is any text, too. */
function widestOf(canvas: CanvasRenderingContext2D, texts: readonly string[] | null): number {
  canvas.save();
  canvas.font = AXIS_FONT;
  const width = Math.max(0, ...(texts ?? []).map((text) => canvas.measureText(text).width));
  canvas.restore();
  return width;
}

/** Canvases know no custom properties: an element of that class tells its colour. */
function colorOf(element: HTMLElement, className: string): string {
  const probe = document.createElement('i');
  probe.className = `probe ${className}`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
