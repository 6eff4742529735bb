/** A user in JSON, as RabbitMQ's HTTP API and its exports have it. */
import type { User } from '../../core/access/users.js';

export const USER_LIMITS = {
  'max-channels': 'channelCountMax',
  'max-connections': 'connectionCountMax',
} as const;

export function presentUser(user: User) {
  const { name, passwordHash, hashingAlgorithm, tags } = user;
  return {
    name,
    password_hash: passwordHash,
    hashing_algorithm: hashingAlgorithm,
    tags,
    limits: presentUserLimits(user),
  };
}

/** Those that are set; -1 stands for none. */
export function presentUserLimits(user: User): Record<string, number> {
  const limits = Object.entries(USER_LIMITS).map(([name, key]) => [name, user[key]] as const);
  return Object.fromEntries(limits.filter(([, value]) => value !== -1));
}
