/** What the list of users shows of each: the user, and where he may go. Made by users-page.tsx. */
import type { PermissionJson, UserJson } from '../../api/types.js';

export interface UserRow {
  readonly name: string;
  readonly tags: readonly string[];
  readonly has_password: boolean;
  readonly limits: Readonly<Record<string, number>>;
  /** Those in which the user has permissions, in the order of their names. */
  readonly vhosts: readonly string[];
}

/** Without hashes: rows are exported. */
export function userRows(
  users: readonly UserJson[],
  permissions: readonly Pick<PermissionJson, 'user' | 'vhost'>[],
): readonly UserRow[] {
  const vhosts = new Map<string, string[]>();
  for (const { user, vhost } of permissions) {
    const ofUser = vhosts.get(user);
    if (ofUser === undefined) vhosts.set(user, [vhost]);
    else ofUser.push(vhost);
  }
  return users.map(({ name, tags, limits, password_hash: hash }) => ({
    name,
    tags,
    has_password: hash !== '',
    limits,
    vhosts: (vhosts.get(name) ?? []).sort(),
  }));
}

/** "max-channels 10, max-connections 2". */
export function limitsText(limits: Readonly<Record<string, number>>): string {
  return Object.entries(limits)
    .map(([name, limit]) => `${name} ${limit.toLocaleString('en')}`)
    .join(', ');
}
