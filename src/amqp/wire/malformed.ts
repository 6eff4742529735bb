/**
 * The fault of a peer that breaks the framing or the encoding: thrown by every reader of this
 * folder, turned into Connection.Close in one place of the connection. Codes and texts are
 * RabbitMQ's wherever RabbitMQ answers at all.
 */
import { ReplyCode } from './constants.js';
import { octet, uint16 } from './octets.js';

/** `message` is the text without the leading reply name ("FRAME_ERROR - "), as for BrokerError. */
export class MalformedFrame extends Error {
  override readonly name = 'MalformedFrame';
  readonly replyCode: ReplyCode;
  readonly classId: number;
  readonly methodId: number;

  constructor(replyCode: ReplyCode, message: string, classId = 0, methodId = 0) {
    super(message);
    this.replyCode = replyCode;
    this.classId = classId;
    this.methodId = methodId;
  }
}

/**
 * A whole frame that must not stand here: `reason` is RabbitMQ's name of the fault, empty for its
 * 505.
 */
export function badFrame(
  replyCode: ReplyCode,
  type: number,
  payload: Uint8Array,
  reason: string,
): MalformedFrame {
  const snippet = payload.length > SNIPPET_SIZE ? `first ${SNIPPET_SIZE}` : 'all';
  const octets = quoted(payload.subarray(0, SNIPPET_SIZE));
  const text = `type ${type}, ${snippet} octets = ${octets}`;
  return new MalformedFrame(replyCode, reason === '' ? text : `${text}: ${reason}`);
}

/** A method whose arguments are too short, too long or not what its definition says. */
export function undecodableMethod(buffer: Uint8Array, start: number, end: number): MalformedFrame {
  const size = Math.min(end - start - 4, LISTED_OCTETS_MAX);
  const text = `cannot decode ${listed(buffer.subarray(start + 4, start + 4 + size))}`;
  return new MalformedFrame(
    ReplyCode.frameError,
    text,
    uint16(buffer, start),
    uint16(buffer, start + 2),
  );
}

/** A short string that is not UTF-8, in a method that carries no content. */
export function malformedName(): MalformedFrame {
  return new MalformedFrame(ReplyCode.frameError, 'Malformed UTF-8 in shortstr');
}

const SNIPPET_SIZE = 16;
/** More octets than a reply text of 255 can list. */
const LISTED_OCTETS_MAX = 128;

function listed(bytes: Uint8Array): string {
  return `<<${bytes.join(',')}>>`;
}

/** Octets as Erlang's ~p shows them: a string if all of them are printable. */
function quoted(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<<>>';
  for (let i = 0; i < bytes.length; i++) {
    const byte = octet(bytes, i);
    if (byte < 0x20 || byte > 0x7e) return listed(bytes);
  }
  const text = String.fromCharCode(...bytes).replace(/["\\]/g, '\\$&');
  return `<<"${text}">>`;
}
