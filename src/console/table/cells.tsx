/** Numbers in cells: nothing stands back, so that what is there stands out. Used by lists. */
import { formatCount, formatRate } from '../format/numbers.js';

export function Count({ value }: { readonly value: number }) {
  return <span class={value === 0 ? 'zero' : ''}>{formatCount(value)}</span>;
}

export function Rate({ value }: { readonly value: number }) {
  return <span class={value === 0 ? 'zero' : ''}>{formatRate(value)}</span>;
}
