/**
 * Metrics that belong together: a table of families, each with the value that a thing has for it.
 * Written as Prometheus' text format, for each thing or summed up, in small pieces, so that whoever
 * writes many of them can make pauses. The groups of this folder are such tables.
 */
import type { Histogram } from '../../core/histogram.js';
import type { MetricsSource } from './source.js';

export interface Family<T> {
  /** Without the prefix, which tells where it is asked for. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  /** Undefined: there is none of this thing. */
  readonly value: (thing: T) => number | undefined;
}

export interface MetricGroup {
  /** Of RabbitMQ's `family` in /metrics/detailed. */
  readonly name: string;
  /** A line for each thing; of those of the vhosts alone, if any are given. */
  each(prefix: string, source: MetricsSource, vhosts?: ReadonlySet<string>): Iterable<string>;
  /** One line for all together. */
  sum(prefix: string, source: MetricsSource): Iterable<string>;
}

export interface GroupTable<T> {
  readonly name: string;
  readonly things: (source: MetricsSource, vhosts?: ReadonlySet<string>) => Iterable<T>;
  readonly labels: (thing: T) => Labels;
  readonly families: readonly Family<T>[];
}

export type Labels = Readonly<Record<string, string>>;

/** So many things are summed up in one piece. */
const PIECE = 512;

export class Group<T> implements MetricGroup {
  readonly name: string;
  readonly #table: GroupTable<T>;

  constructor(table: GroupTable<T>) {
    this.name = table.name;
    this.#table = table;
  }

  *each(prefix: string, source: MetricsSource, vhosts?: ReadonlySet<string>): Generator<string> {
    const { things, labels, families } = this.#table;
    // They come and go while this is written: those that were there at its start count.
    const all = [...things(source, vhosts)];
    const texts: string[] = [];
    for (const { name, type, help, value } of families) {
      yield heading(prefix + name, type, help);
      for (const [index, thing] of all.entries()) {
        const labelText = (texts[index] ??= labelsText(labels(thing)));
        const number = value(thing);
        if (number !== undefined) yield sample(prefix + name, labelText, number);
      }
    }
  }

  *sum(prefix: string, source: MetricsSource): Generator<string> {
    const { things, families } = this.#table;
    const sums = families.map(() => 0);
    let count = 0;
    for (const thing of [...things(source)]) {
      for (const [index, { value }] of families.entries()) {
        sums[index] = (sums[index] ?? 0) + (value(thing) ?? 0);
      }
      if (++count % PIECE === 0) yield '';
    }
    for (const [index, { name, type, help }] of families.entries()) {
      yield heading(prefix + name, type, help) + sample(prefix + name, '', sums[index] ?? 0);
    }
  }
}

export function heading(name: string, type: string, help: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

export function sample(name: string, labelText: string, value: number): string {
  return `${name}${labelText} ${numberText(value)}\n`;
}

export function* histogram(
  name: string,
  help: string,
  { bounds, counts, sum }: Histogram,
  labels: Labels = {},
): Generator<string> {
  yield heading(name, 'histogram', help);
  let below = 0;
  for (const [index, count] of counts.entries()) {
    below += count;
    const le = String(bounds[index] ?? '+Inf');
    yield sample(`${name}_bucket`, labelsText({ ...labels, le }), below);
  }
  yield sample(`${name}_count`, labelsText(labels), below);
  yield sample(`${name}_sum`, labelsText(labels), sum);
}

/** `{vhost="/",queue="q"}`, or nothing. */
export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join()}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

function escape(text: string): string {
  return text.replaceAll(/[\\"\n]/g, (character) => ESCAPES[character] ?? character);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
