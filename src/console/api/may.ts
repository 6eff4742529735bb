/** What a user may see and do, by tags. The broker decides; this only hides what it refuses. */

/** See the node and all vhosts. */
export function mayMonitor(tags: readonly string[]): boolean {
  return tags.includes('administrator') || tags.includes('monitoring');
}

/** Set policies. */
export function maySetPolicies(tags: readonly string[]): boolean {
  return tags.includes('administrator') || tags.includes('policymaker');
}

/** Manage users, vhosts and limits. */
export function mayAdminister(tags: readonly string[]): boolean {
  return tags.includes('administrator');
}

/** Close connections and cancel consumers of this user. */
export function mayEnd(
  login: { readonly name: string; readonly tags: readonly string[] } | undefined,
  owner: string,
): boolean {
  return login !== undefined && (login.name === owner || mayAdminister(login.tags));
}
