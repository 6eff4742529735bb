/**
 * What a request or an export says of a user: tags, and a password or its hash. Used by
 * routes/users.ts and by definitions.
 */
import {
  HASHING_ALGORITHMS,
  type HashingAlgorithm,
  type PasswordHash,
} from '../core/access/password-hashing.js';
import type { Access } from '../core/access/access.js';
import { ApiError } from './api-error.js';
import { field, type JsonObject, readString } from './request.js';
import { readTags } from './tags.js';

export interface UserBody {
  readonly tags: readonly string[];
  readonly password: string | undefined;
  readonly hash: PasswordHash | undefined;
}

const BASE64 = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/;

export function readUser(body: JsonObject): UserBody {
  const tags = field(body, 'tags');
  if (tags === undefined) throw ApiError.badRequest('tags_not_present');
  const hasPassword = field(body, 'password') !== undefined;
  const hasHash = field(body, 'password_hash') !== undefined;
  if (hasPassword && hasHash) {
    throw ApiError.badRequest('both_password_and_password_hash_are_provided');
  }
  return {
    tags: readTags(tags),
    password: hasPassword ? readString(body, 'password', '') : undefined,
    hash: hasHash ? readHash(body) : undefined,
  };
}

/**
 * For users.put. As RabbitMQ says: without a password and a hash, or with an empty one, the user
 * cannot log in with a password.
 */
export function hashOf({ hash, password }: UserBody, access: Access): Promise<PasswordHash> {
  return new Promise((resolve) => {
    if (hash !== undefined) resolve(hash);
    else if (password === undefined || password === '') resolve(NO_PASSWORD);
    else access.hashPassword(password, resolve);
  });
}

/** With the algorithm that is meant where none is said. */
export const NO_PASSWORD: PasswordHash = {
  hashingAlgorithm: 'rabbit_password_hashing_sha256',
  passwordHash: '',
};

/** RabbitMQ takes an unknown algorithm for its own, and the user can never log in. */
function readHash(body: JsonObject): PasswordHash {
  const passwordHash = readString(body, 'password_hash', '');
  if (!BASE64.test(passwordHash)) throw ApiError.badRequest(['not_base64', passwordHash]);
  const name = readString(body, 'hashing_algorithm', NO_PASSWORD.hashingAlgorithm);
  return { passwordHash, hashingAlgorithm: requireAlgorithm(name) };
}

function requireAlgorithm(name: string): HashingAlgorithm {
  const algorithm = HASHING_ALGORITHMS.find((known) => known === name);
  if (algorithm === undefined) throw ApiError.badRequest(`unknown hashing algorithm '${name}'`);
  return algorithm;
}
