/**
 * Why a verb failed, in one line, and the exit code: rabbitmqctl's, which are those of sysexits.h.
 */

export const ExitCode = {
  usage: 64,
  badData: 65,
  noUser: 67,
  unavailable: 69,
  software: 70,
  timeout: 75,
  notAllowed: 77,
} as const;

export type FailureKind = keyof typeof ExitCode;

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
