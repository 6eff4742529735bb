import { expect } from 'chai';
import type { HashingAlgorithm, PasswordHash } from '../src/core/access/password-hashing.js';
import { NodePasswordHashing } from '../src/password-hashing.js';

const SCRYPT = 'leveret_password_hashing_scrypt';
const ALGORITHMS: readonly HashingAlgorithm[] = [
  'rabbit_password_hashing_sha256',
  'rabbit_password_hashing_sha512',
  'rabbit_password_hashing_md5',
  SCRYPT,
];

function hash(hashing: NodePasswordHashing, algorithm: HashingAlgorithm): Promise<PasswordHash> {
  return new Promise((resolve) => hashing.hash('s3cret ü', algorithm, resolve));
}

function verify(
  hashing: NodePasswordHashing,
  password: string,
  of: PasswordHash,
): Promise<boolean> {
  return new Promise((resolve) => hashing.verify(password, of, resolve));
}

describe('Password hashing', () => {
  for (const algorithm of ALGORITHMS) {
    it(`knows a password again by ${algorithm}, and no other`, async () => {
      const hashing = new NodePasswordHashing();
      const made = await hash(hashing, algorithm);
      expect(made.hashingAlgorithm).to.equal(algorithm);
      expect(hashing.isWellFormed(made)).to.equal(true);
      expect(await verify(hashing, 's3cret ü', made)).to.equal(true);
      expect(await verify(hashing, 's3cret u', made)).to.equal(false);
      expect(await verify(hashing, '', made)).to.equal(false);
    });
  }

  it('salts: the same password has another hash each time', async () => {
    const hashing = new NodePasswordHashing();
    const [one, other] = [await hash(hashing, SCRYPT), await hash(hashing, SCRYPT)];
    expect(one.passwordHash).not.to.equal(other.passwordHash);
  });

  it('reads what RabbitMQ has made of "test12"', async () => {
    const made: PasswordHash = {
      hashingAlgorithm: 'rabbit_password_hashing_sha256',
      passwordHash: 'kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR',
    };
    expect(await verify(new NodePasswordHashing(), 'test12', made)).to.equal(true);
    expect(await verify(new NodePasswordHashing(), 'test13', made)).to.equal(false);
  });

  it('answers within the call for a password that was right before', async () => {
    const hashing = new NodePasswordHashing();
    const made = await hash(hashing, SCRYPT);
    expect(await verify(hashing, 's3cret ü', made)).to.equal(true);
    const answers: boolean[] = [];
    hashing.verify('s3cret ü', made, (isRight) => answers.push(isRight));
    hashing.verify('wrong', made, (isRight) => answers.push(isRight));
    expect(answers).to.eql([true]);
  });

  it('makes one hash for all who come with the same password at once', async () => {
    const hashing = new NodePasswordHashing();
    const made = await hash(hashing, SCRYPT);
    const order: string[] = [];
    const come = (name: string, password: string): Promise<boolean> =>
      verify(hashing, password, made).then((isRight) => {
        order.push(name);
        return isRight;
      });
    const answers = Promise.all([come('a', 's3cret ü'), come('b', 's3cret ü'), come('c', 'no')]);
    expect(await answers).to.eql([true, true, false]);
    // Within the same turn: nobody else's hash came in between.
    expect(Math.abs(order.indexOf('a') - order.indexOf('b'))).to.equal(1);
  });

  for (const passwordHash of ['', 'no base64!', 'c2hvcnQ=']) {
    it(`knows that "${passwordHash}" is no hash`, () => {
      for (const hashingAlgorithm of ALGORITHMS) {
        const given = { hashingAlgorithm, passwordHash };
        expect(new NodePasswordHashing().isWellFormed(given)).to.equal(false);
      }
    });
  }
});
