/**
 * Amounts of memory and disk as RabbitMQ writes them: bytes, with or without a unit ("50MB",
 * "2GiB"), or a share of what there is ("0.6"). Read by the options, used by the watches.
 */

const AMOUNT = /^(\d{1,15})(?:([kmgtp])(i?)b?)?$/i;
const SHARE = /^\d{0,3}\.\d{1,9}$/;
const UNITS = 'kmgtp';

/** Undefined when it is none. A share has a dot. */
export function bytesOf(amount: string, total: number): number | undefined {
  if (SHARE.test(amount)) return Math.floor(Number(amount) * total);
  const [, digits, unit, binary] = AMOUNT.exec(amount) ?? [];
  if (digits === undefined) return undefined;
  if (unit === undefined) return Number(digits);
  // As Kubernetes: k is 1000, ki is 1024.
  const base = binary === '' ? 1000 : 1024;
  return Number(digits) * base ** (UNITS.indexOf(unit.toLowerCase()) + 1);
}
