/** Which limits a form has changed. Used by limits-panel.tsx. */

export type Limits = Readonly<Record<string, number>>;
/** Of the fields, by the names of the limits. */
export type Texts = Readonly<Record<string, string>>;

export interface LimitChange {
  readonly name: string;
  /** Undefined: no limit any more. */
  readonly value: number | undefined;
}

/** `typed` has the text of each field; an empty one is no limit. */
export function limitChanges(limits: Limits, typed: Texts): readonly LimitChange[] {
  return Object.entries(typed)
    .map(([name, text]) => ({ name, value: text.trim() === '' ? undefined : Number(text) }))
    .filter(({ name, value }) => value !== limits[name]);
}

/** What of it is how things are. */
export function inForce(limits: Limits, saved: Texts): Texts {
  const changed = new Set(limitChanges(limits, saved).map(({ name }) => name));
  return Object.fromEntries(Object.entries(saved).filter(([name]) => !changed.has(name)));
}

/** What has been typed and not been saved yet. */
export function without(typed: Texts, saved: Texts): Texts {
  return Object.fromEntries(Object.entries(typed).filter(([name, text]) => saved[name] !== text));
}
