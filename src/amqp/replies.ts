/**
 * The catalogue of reply codes: turns each fault a peer can make into code, text and scope.
 * connection.ts is the only place that asks. Codes: AMQP 0-9-1 §1.2.3 of the XML; scopes and texts
 * as RabbitMQ sends them.
 */
import { BrokerError, type FaultKind } from '../core/errors.js';
import type { ShutdownCause } from '../core/protocol.js';
import { MalformedFrame } from './wire/malformed.js';
import type { MethodArguments } from './wire/method-table.js';

/** Faults that only a protocol knows, beside those of the core. */
export type AmqpFaultKind =
  FaultKind | 'syntax-error' | 'channel-error' | 'unexpected-frame' | 'connection-forced';

interface Code {
  readonly code: number;
  readonly name: string;
  /** Closes the connection rather than the channel. */
  readonly isHard: boolean;
}

const CODES: Readonly<Record<AmqpFaultKind, Code>> = {
  'content-too-large': { code: 311, name: 'CONTENT_TOO_LARGE', isHard: false },
  'connection-forced': { code: 320, name: 'CONNECTION_FORCED', isHard: true },
  'access-refused': { code: 403, name: 'ACCESS_REFUSED', isHard: false },
  'not-found': { code: 404, name: 'NOT_FOUND', isHard: false },
  'resource-locked': { code: 405, name: 'RESOURCE_LOCKED', isHard: false },
  'precondition-failed': { code: 406, name: 'PRECONDITION_FAILED', isHard: false },
  'syntax-error': { code: 502, name: 'SYNTAX_ERROR', isHard: true },
  'command-invalid': { code: 503, name: 'COMMAND_INVALID', isHard: true },
  'channel-error': { code: 504, name: 'CHANNEL_ERROR', isHard: true },
  'unexpected-frame': { code: 505, name: 'UNEXPECTED_FRAME', isHard: true },
  'resource-error': { code: 506, name: 'RESOURCE_ERROR', isHard: true },
  'not-allowed': { code: 530, name: 'NOT_ALLOWED', isHard: true },
  'not-implemented': { code: 540, name: 'NOT_IMPLEMENTED', isHard: true },
  'internal-error': { code: 541, name: 'INTERNAL_ERROR', isHard: true },
};

const MALFORMED_NAMES: Readonly<Record<number, string>> = {
  501: 'FRAME_ERROR',
  502: 'SYNTAX_ERROR',
  503: 'COMMAND_INVALID',
  505: 'UNEXPECTED_FRAME',
};

/**
 * A fault against the protocol itself. `message` is RabbitMQ's text without the leading name;
 * `blamed` is the id of the method to blame where it is not the one that came, 0 for none.
 */
export class AmqpFault extends Error {
  override readonly name = 'AmqpFault';
  readonly kind: AmqpFaultKind;
  readonly blamed: number | undefined;

  constructor(kind: AmqpFaultKind, message: string, blamed?: number) {
    super(message);
    this.kind = kind;
    this.blamed = blamed;
  }
}

export interface Reply {
  readonly code: number;
  /** "NOT_FOUND - no queue 'q' in vhost '/'", at most 255 bytes. */
  readonly text: string;
  readonly isHard: boolean;
  /** The peer's bytes can no longer be told apart: nothing more may be read. */
  readonly hasLostSync: boolean;
  /** Id of the method to blame, if it is not the one that came. */
  readonly blamed: number | undefined;
}

/** Undefined for anything that is not a peer's fault: a bug, which the caller must let through. */
export function replyFor(fault: unknown): Reply | undefined {
  if (fault instanceof MalformedFrame) {
    const name = MALFORMED_NAMES[fault.replyCode] ?? 'FRAME_ERROR';
    return {
      code: fault.replyCode,
      text: shorten(`${name} - ${fault.message}`),
      isHard: true,
      hasLostSync: fault.replyCode === 501,
      blamed: ((fault.classId << 16) | fault.methodId) >>> 0,
    };
  }
  if (fault instanceof BrokerError || fault instanceof AmqpFault) {
    const { code, name, isHard } = CODES[fault.kind];
    const blamed = fault instanceof AmqpFault ? fault.blamed : undefined;
    return {
      code,
      text: shorten(`${name} - ${fault.message}`),
      isHard,
      hasLostSync: false,
      blamed,
    };
  }
  return undefined;
}

/** A reply text is a short string; RabbitMQ cuts at 252 bytes and adds dots. */
function shorten(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= 255) return text;
  let end = 252;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.toString('utf8', 0, end)}...`;
}

/** What the broker says when it ends connections by itself. */
export const SHUTDOWN_REPLIES: Readonly<Record<ShutdownCause, Reply>> = {
  stop: goodbye(320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"),
  'storage-failure': goodbye(541, 'INTERNAL_ERROR - the broker can no longer keep messages'),
};

/** The same to one of them. */
export function forcedClosure(explanation: string): Reply {
  return goodbye(320, shorten(`CONNECTION_FORCED - ${explanation}`));
}

function goodbye(code: number, text: string): Reply {
  return { code, text, isHard: true, hasLostSync: false, blamed: 0 };
}

/** For a reply to the method `received`, an id as the wire has it. */
export function closeArguments(reply: Reply, received: number): MethodArguments<'channel.close'> {
  const id = reply.blamed ?? received;
  return {
    replyCode: reply.code,
    replyText: reply.text,
    classId: id >>> 16,
    methodId: id & 0xffff,
  };
}
