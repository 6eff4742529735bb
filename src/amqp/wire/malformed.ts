/**
 * The fault of a peer that breaks the framing or the encoding: thrown by every reader of this
 * folder, turned into Connection.Close in one place of the connection. Codes and texts are
 * RabbitMQ's wherever RabbitMQ answers at all.
 */
import { ReplyCode } from './constants.js';
import { uint16 } from './octets.js';

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
  return new MalformedFrame(replyCode, reason === '' ? text : `${text}: ${broken(reason, text)}`);
}

/** Erlang breaks a tuple after its first element if it reaches beyond the column 80. */
function broken(reason: string, text: string): string {
  const column = text.length + 2;
  if (!reason.startsWith('{') || column + reason.length < LINE_LENGTH_MAX) return reason;
  return reason.replace(',', `,\n${' '.repeat(column + 1)}`);
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

/**
 * A short string that is not UTF-8, in a method that carries no content. RabbitMQ blames the method
 * on channel 0 alone.
 */
export function malformedName(classId = 0, methodId = 0): MalformedFrame {
  const text = 'Malformed UTF-8 in shortstr';
  return new MalformedFrame(ReplyCode.frameError, text, classId, methodId);
}

const SNIPPET_SIZE = 16;
const LINE_LENGTH_MAX = 79;
/** More octets than a reply text of 255 can list. */
const LISTED_OCTETS_MAX = 128;

function listed(bytes: Uint8Array): string {
  return `<<${bytes.join(',')}>>`;
}

/**
 * Octets as Erlang's ~p shows them: a string if all of them are printable. Where Erlang takes them
 * for Latin-1 they stay numbers: a reply text is UTF-8.
 */
function quoted(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<<>>';
  const text = String.fromCharCode(...bytes);
  if (!PRINTABLE.test(text)) return listed(bytes);
  return `<<"${text.replace(/["\\\b\t\n\v\f\r\x1b]/g, (found) => ESCAPES[found] ?? found)}">>`;
}

const PRINTABLE = /^[ -~\b\t\n\v\f\r\x1b]*$/;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
};
