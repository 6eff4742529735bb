/** The tags that mean something to the broker, with what each lets a user do. */

export interface Tag {
  readonly name: string;
  readonly meaning: string;
}

export const TAGS: readonly Tag[] = [
  { name: 'administrator', meaning: 'everything in the console and over the HTTP API' },
  { name: 'monitoring', meaning: 'see all vhosts, connections and the node' },
  { name: 'policymaker', meaning: 'see the own vhosts, and set policies there' },
  { name: 'management', meaning: 'see the own vhosts, and work with what is in them' },
  { name: 'impersonator', meaning: 'publish with another user’s name in user_id' },
];

export function isKnownTag(tag: string): boolean {
  return TAGS.some(({ name }) => name === tag);
}

/** The order is kept; what is there stays once. */
export function withTag(tags: readonly string[], tag: string, isOn: boolean): readonly string[] {
  const others = tags.filter((each) => each !== tag);
  return isOn ? [...others, tag] : others;
}

/** "a, b" becomes the tags that mean nothing to the broker; those that do are kept. */
export function withOtherTags(tags: readonly string[], text: string): readonly string[] {
  const others = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '' && !isKnownTag(tag));
  return [...tags.filter(isKnownTag), ...new Set(others)];
}
