/** The words after `npm run conformance -- clients`. */

export interface Arguments {
  /** Of clients; none: all. */
  readonly names: readonly string[];
  readonly mayInstall: boolean;
}

export function readArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Arguments {
  const options = words.filter((word) => word.startsWith('-'));
  const unknown = options.find((option) => option !== '--no-install');
  if (unknown !== undefined) throw new Error(`no option ${unknown}; there is --no-install`);
  return {
    names: words.filter((word) => !word.startsWith('-')),
    mayInstall: options.length === 0 && environment['CONFORMANCE_NO_INSTALL'] === undefined,
  };
}

/** Those named, or all; a name that nobody has is a mistake. */
export function choose<T extends { readonly name: string }>(
  all: readonly T[],
  names: readonly string[],
): readonly T[] {
  const unknown = names.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(', ');
    throw new Error(`no client "${unknown}"; there are ${known}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}
