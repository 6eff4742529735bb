/** Numbers as people read them: short, of steady width, with their unit. Used by all pages. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SCALES = [
  { from: 1e12, suffix: 'T' },
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
] as const;
const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const SPANS = [
  { ms: 86_400_000, suffix: 'd' },
  { ms: 3_600_000, suffix: 'h' },
  { ms: 60_000, suffix: 'min' },
  { ms: 1_000, suffix: 's' },
] as const;

/** "1,234", "12.3 M". What is unknown is a dash. */
export function formatCount(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const scale = SCALES.find(({ from }) => Math.abs(value) >= from);
  if (scale === undefined) return whole.format(value);
  return `${threeDigits(value / scale.from)} ${scale.suffix}`;
}

/** "1,234,567": all digits. */
export function formatWhole(value: number): string {
  return whole.format(value);
}

/** "1 message", "1,234,567 messages". */
export function formatMessages(count: number): string {
  return count === 1 ? '1 message' : `${whole.format(count)} messages`;
}

/** "0/s", "0.4/s", "1,234/s": below ten a digit more. */
export function formatRate(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  // What a counter that was reset seems to lose is no rate.
  const rate = Math.max(value, 0);
  if (rate > 0 && rate < 0.05) return '<0.1/s';
  if (rate > 0 && rate < 9.95) return `${rate.toFixed(1)}/s`;
  return `${formatCount(rate)}/s`;
}

/** "0 B", "1.50 KiB". */
export function formatBytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  let amount = value;
  let unit = 0;
  while (Math.abs(amount) >= 1_024 && unit < BYTE_UNITS.length - 1) {
    amount /= 1_024;
    unit++;
  }
  return `${unit === 0 ? whole.format(amount) : threeDigits(amount)} ${BYTE_UNITS[unit]}`;
}

/** "0 B/s", "1.50 KiB/s". */
export function formatByteRate(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return `${formatBytes(Math.max(0, value))}/s`;
}

/** "3 d 4 h", "12 s", "850 ms", "0.40 ms": two units at most. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–';
  if (ms < 1_000) return `${ms < 10 && ms > 0 ? ms.toFixed(2) : Math.round(ms)} ms`;
  const first = SPANS.findIndex((span) => ms >= span.ms);
  const parts: string[] = [];
  let rest = ms;
  for (const { ms: span, suffix } of SPANS.slice(first, first + 2)) {
    const count = Math.floor(rest / span);
    rest -= count * span;
    if (count > 0) parts.push(`${count} ${suffix}`);
  }
  return parts.join(' ');
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000) return whole.format(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}
