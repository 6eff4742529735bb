/**
 * How passwords are kept and compared. The core knows no cryptography: whoever composes the broker
 * injects it (src/password-hashing.ts). A good hash takes a while to make, so answers may come
 * later; they may come within the call, too.
 */

/** RabbitMQ's names, and one of ours, which new passwords get. */
export const HASHING_ALGORITHMS = [
  'rabbit_password_hashing_sha256',
  'rabbit_password_hashing_sha512',
  'rabbit_password_hashing_md5',
  'leveret_password_hashing_scrypt',
] as const;

export type HashingAlgorithm = (typeof HASHING_ALGORITHMS)[number];

export interface PasswordHash {
  readonly hashingAlgorithm: HashingAlgorithm;
  /** Base64 of salt and hash; empty for a user who has no password and cannot log in with one. */
  readonly passwordHash: string;
}

export interface PasswordHashing {
  hash(password: string, algorithm: HashingAlgorithm, done: (hash: PasswordHash) => void): void;
  /** Takes as long for a near miss as for a wild guess. */
  verify(password: string, hash: PasswordHash, done: (isRight: boolean) => void): void;
  /** Is the text what the algorithm makes? */
  isWellFormed(hash: PasswordHash): boolean;
}
