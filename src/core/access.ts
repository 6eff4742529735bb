/**
 * Who may come in: one user, known from the configuration. Asked by the protocols' handshakes.
 */

export interface AccessOptions {
  readonly user: string;
  readonly password: string;
  /** The user may only come from this machine. */
  readonly loopbackOnly: boolean;
}

/** RabbitMQ's default user, which works on the machine itself and nowhere else. */
const GUEST: AccessOptions = { user: 'guest', password: 'guest', loopbackOnly: true };

export class Access {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions = GUEST) {
    this.#options = options;
  }

  authenticate(user: string, password: string, isLoopback: boolean): boolean {
    const isUser = equalInConstantTime(user, this.#options.user);
    const isPassword = equalInConstantTime(password, this.#options.password);
    return isUser && isPassword && (isLoopback || !this.#options.loopbackOnly);
  }

  /** For a user who is known without a password: by a certificate, by the configuration. */
  admit(user: string, isLoopback: boolean): boolean {
    return user === this.#options.user && (isLoopback || !this.#options.loopbackOnly);
  }
}

/**
 * Takes as long for a near miss as for a wild guess, so that time tells nothing about the secret.
 */
function equalInConstantTime(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let index = 0; index < given.length; index++) {
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index % Math.max(secret.length, 1));
  }
  return difference === 0;
}
