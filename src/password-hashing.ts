/**
 * Password hashes by node:crypto: RabbitMQ's, so that users of an imported export log in as before,
 * and scrypt, which new passwords get. Injected into core/access by server.ts. What was right once
 * is remembered for the life of the process, so that a thousand clients that come back at once do
 * not pay for a thousand hashes.
 */
import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type {
  HashingAlgorithm,
  PasswordHash,
  PasswordHashing,
} from './core/access/password-hashing.js';

/** RabbitMQ: base64 of 4 bytes of salt and the hash of salt and password. */
const SALTED = {
  rabbit_password_hashing_sha256: { name: 'sha256', size: 32 },
  rabbit_password_hashing_sha512: { name: 'sha512', size: 64 },
  rabbit_password_hashing_md5: { name: 'md5', size: 16 },
} as const;
const SALT_SIZE = 4;

/** Base64 of 16 bytes of salt and 32 of hash. N = 2^14, r = 8, p = 1: some 40 ms, 16 MiB. */
const SCRYPT_SALT_SIZE = 16;
const SCRYPT_SIZE = 32;

/** Of some 100 bytes each. */
const REMEMBERED_COUNT_MAX = 10_000;

export class NodePasswordHashing implements PasswordHashing {
  /** Nobody who reads memory or a dump finds passwords, nor hashes to try them on. */
  readonly #key = randomBytes(32);
  readonly #remembered = new Set<string>();
  /** Who waits for what is examined just now. */
  readonly #underWay = new Map<string, ((isRight: boolean) => void)[]>();

  hash(password: string, algorithm: HashingAlgorithm, done: (hash: PasswordHash) => void): void {
    if (algorithm !== 'leveret_password_hashing_scrypt') {
      const salt = randomBytes(SALT_SIZE);
      done({ hashingAlgorithm: algorithm, passwordHash: saltedHash(password, salt, algorithm) });
      return;
    }
    const salt = randomBytes(SCRYPT_SALT_SIZE);
    runScrypt(password, salt, (derived) => {
      const passwordHash = Buffer.concat([salt, derived]).toString('base64');
      const hash = { hashingAlgorithm: algorithm, passwordHash };
      done(hash);
    });
  }

  verify(password: string, hash: PasswordHash, done: (isRight: boolean) => void): void {
    const { hashingAlgorithm: algorithm, passwordHash } = hash;
    const bytes = Buffer.from(passwordHash, 'base64');
    if (algorithm !== 'leveret_password_hashing_scrypt') {
      const salt = bytes.subarray(0, SALT_SIZE);
      const given = Buffer.from(saltedHash(password, salt, algorithm), 'base64');
      done(isEqual(given, bytes));
      return;
    }
    const mark = createHmac('sha256', this.#key)
      .update(`${passwordHash}\0${password}`)
      .digest('base64');
    if (this.#remembered.has(mark)) {
      done(true);
      return;
    }
    const others = this.#underWay.get(mark);
    if (others !== undefined) {
      others.push(done);
      return;
    }
    const waiting = [done];
    this.#underWay.set(mark, waiting);
    runScrypt(password, bytes.subarray(0, SCRYPT_SALT_SIZE), (derived) => {
      this.#underWay.delete(mark);
      const isRight = isEqual(derived, bytes.subarray(SCRYPT_SALT_SIZE));
      if (isRight) this.#remember(mark);
      for (const each of waiting) each(isRight);
    });
  }

  isWellFormed({ hashingAlgorithm: algorithm, passwordHash }: PasswordHash): boolean {
    const bytes = Buffer.from(passwordHash, 'base64');
    // Node reads what looks like base64, and skips the rest.
    if (bytes.toString('base64').replace(/=+$/, '') !== passwordHash.replace(/=+$/, '')) {
      return false;
    }
    if (algorithm === 'leveret_password_hashing_scrypt') {
      return bytes.length === SCRYPT_SALT_SIZE + SCRYPT_SIZE;
    }
    return bytes.length === SALT_SIZE + SALTED[algorithm].size;
  }

  #remember(mark: string): void {
    if (this.#remembered.size >= REMEMBERED_COUNT_MAX) this.#remembered.clear();
    this.#remembered.add(mark);
  }
}

function saltedHash(password: string, salt: Buffer, algorithm: keyof typeof SALTED): string {
  const hash = createHash(SALTED[algorithm].name).update(salt).update(password).digest();
  return Buffer.concat([salt, hash]).toString('base64');
}

function runScrypt(password: string, salt: Buffer, done: (derived: Buffer) => void): void {
  scrypt(password, salt, SCRYPT_SIZE, (error, derived) => {
    if (error !== null) throw error;
    done(derived);
  });
}

function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
