/**
 * An answer other than success, as {error, reason} with RabbitMQ's words. Thrown anywhere in the
 * HTTP API, written by middleware/errors.ts.
 */

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly error: string;
  /** A text nearly always; RabbitMQ has arrays for some. */
  readonly reason: unknown;
  /** After so many seconds the same request may go better; undefined for never, or who knows. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, error: string, reason: unknown, retryAfterSeconds?: number) {
    super(`${error}: ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`);
    this.status = status;
    this.error = error;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static badRequest(reason: unknown): ApiError {
    return new ApiError(400, 'bad_request', reason);
  }

  /** The user is known, and may not. RabbitMQ has no 403. */
  static notAuthorised(reason: string): ApiError {
    return new ApiError(401, 'not_authorised', reason);
  }

  /** The name or the password is wrong. RabbitMQ spells this one with a z. */
  static loginFailed(): ApiError {
    return new ApiError(401, 'not_authorized', 'Login failed');
  }

  /** Others are still being tried. */
  static tooManyLogins(): ApiError {
    const reason = 'Too many logins are under way. Try again in a while.';
    return new ApiError(503, 'service_unavailable', reason, 1);
  }

  /** Too many logins have failed where this one comes from. */
  static throttled(retryAfterMs: number): ApiError {
    const reason = 'Too many logins have failed from this address. Try again in a while.';
    return new ApiError(429, 'too_many_requests', reason, Math.ceil(retryAfterMs / 1_000));
  }

  /** Nothing is taken in while a resource runs short. */
  static blocked(reason: string): ApiError {
    return new ApiError(503, 'resource_alarm', `publishing is blocked: ${reason}`);
  }

  /** What was asked for is not there. */
  static notFound(): ApiError {
    return new ApiError(404, 'Object Not Found', 'Not Found');
  }

  /** What something was to be put into is not there. */
  static vhostNotFound(): ApiError {
    return new ApiError(404, 'not_found', 'vhost_not_found');
  }
}
