/**
 * One option of the configuration: its names, its default, its meaning, and the readers that say
 * what a value may be. The tables are in config.ts and listener-options.ts.
 */

export interface Option<T> {
  /** The key in the file; the flag and the environment variable are made of it. */
  readonly key: string;
  readonly placeholder: string;
  readonly defaultValue: T;
  readonly meaning: string;
  /** What a value must be, to follow "takes". */
  readonly expected: string;
  /**
   * Undefined when the value is not as expected. Flags and the environment give text, the file any
   * JSON.
   */
  readonly read: (value: unknown) => T | undefined;
}

/** A mistake of whoever started the broker, told in one line that says what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type OptionTable<Config> = { readonly [Name in keyof Config]: Option<Config[Name]> };

export type Switch = 'on' | 'off';

export function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An empty text is the default of what is not set. */
export function readOptionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function readPort(value: unknown): number | undefined {
  return readInteger(0, 65_535)(value);
}

export function readInteger(min: number, max: number): (value: unknown) => number | undefined {
  return (value) => {
    const isNumber = typeof value === 'string' ? /^\d{1,12}$/.test(value) : Number.isInteger(value);
    const number = isNumber ? Number(value) : -1;
    return number >= min && number <= max ? number : undefined;
  };
}

/** Config files may say true and false too. */
export function readSwitch(value: unknown): Switch | undefined {
  const text = String(value);
  if (text === 'on' || text === 'true') return 'on';
  return text === 'off' || text === 'false' ? 'off' : undefined;
}

/** A list in the file; elsewhere a text with commas. */
export function readList(value: unknown): readonly string[] | undefined {
  const items: unknown[] = typeof value === 'string' ? value.split(',') : [value].flat();
  const texts = items.filter((item) => typeof item === 'string').map((item) => item.trim());
  if (texts.length !== items.length) return undefined;
  return texts.filter((text) => text !== '');
}

export function readOneOf<T extends string>(
  words: readonly T[],
): (value: unknown) => T | undefined {
  return (value) => words.find((word) => word === value);
}
