/** Password hashing without a hash, and without a wait: the "hash" is the password. */
import type { PasswordHashing } from '../../src/core/access/password-hashing.js';

export const plainHashing: { -readonly [Name in keyof PasswordHashing]: PasswordHashing[Name] } = {
  hash: (password, hashingAlgorithm, done) => done({ hashingAlgorithm, passwordHash: password }),
  verify: (password, { passwordHash }, done) => done(password === passwordHash),
  isWellFormed: () => true,
};
