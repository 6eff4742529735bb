/**
 * HOT. The content header frame. `readHeader` walks the property list of a published message once
 * and notes the few places that routing and queues ask for; everything else stays octets and is
 * decoded in properties.ts if ever.
 */
import { BASIC_PUBLISH, CLASS_BASIC, ReplyCode } from './constants.js';
import { skipTable } from './field-table.js';
import { MalformedFrame } from './malformed.js';
import { octet, uint16, uint64 } from './octets.js';

/**
 * Flags of the property list; the two lowest bits carry no property and are passed over, as in
 * RabbitMQ.
 */
const CONTENT_TYPE = 0x8000;
const CONTENT_ENCODING = 0x4000;
const HEADERS = 0x2000;
const DELIVERY_MODE = 0x1000;
const PRIORITY = 0x0800;
const CORRELATION_ID = 0x0400;
const REPLY_TO = 0x0200;
const EXPIRATION = 0x0100;
const MESSAGE_ID = 0x0080;
const TIMESTAMP = 0x0040;
const TYPE = 0x0020;
const USER_ID = 0x0010;
const APP_ID = 0x0008;
const CLUSTER_ID = 0x0004;

/** Places in the buffer of the header frame, -1 where the property is absent. */
export class HeaderScratch {
  bodySize = 0;
  /** The flag word and what follows it. */
  propertiesStart = 0;
  propertiesEnd = 0;
  flags = 0;
  /** -1 if absent. */
  deliveryMode = -1;
  /** -1 if absent. */
  priority = -1;
  /** The table with its size, as `readTable` wants it. */
  headersStart = -1;
  headersEnd = -1;
  /** Texts without their length octet. */
  expirationStart = -1;
  expirationEnd = -1;
  replyToStart = -1;
  replyToEnd = -1;
  userIdStart = -1;
  userIdEnd = -1;
}

const WEIGHT = 2;
const BODY_SIZE = 4;
const PROPERTIES = 12;

/**
 * `start` and `end` are those of a content header frame's payload, which has 12 octets at least.
 */
export function readHeader(buffer: Buffer, start: number, end: number, into: HeaderScratch): void {
  checkHeader(buffer, start);
  into.bodySize = uint64(buffer, start + BODY_SIZE);
  if (into.bodySize > Number.MAX_SAFE_INTEGER) throw malformedHeader('impossible body size');
  readProperties(buffer, start + PROPERTIES, end, into);
}

/**
 * The flag word stands at `start`, the list ends at `end`: as in the frame, so in a message that is
 * kept.
 */
export function readProperties(
  buffer: Buffer,
  start: number,
  end: number,
  into: HeaderScratch,
): void {
  into.propertiesStart = start;
  into.propertiesEnd = end;
  into.flags = uint16(buffer, start);
  into.deliveryMode = -1;
  into.priority = -1;
  into.headersStart = -1;
  into.headersEnd = -1;
  into.expirationStart = -1;
  into.expirationEnd = -1;
  into.replyToStart = -1;
  into.replyToEnd = -1;
  into.userIdStart = -1;
  into.userIdEnd = -1;
  walkProperties(buffer, start, end, into);
}

/**
 * Offsets only grow on the way, so that the comparison at its end finds every property that is cut
 * short; only the header table must be known to end in time before its content is walked.
 */
function walkProperties(buffer: Buffer, start: number, end: number, into: HeaderScratch): void {
  const flags = into.flags;
  let at = start + 2;
  if ((flags & CONTENT_TYPE) !== 0) at += 1 + octet(buffer, at);
  if ((flags & CONTENT_ENCODING) !== 0) at += 1 + octet(buffer, at);
  if ((flags & HEADERS) !== 0) {
    into.headersStart = at;
    at = skipTable(buffer, at, end);
    into.headersEnd = at;
  }
  if ((flags & DELIVERY_MODE) !== 0) into.deliveryMode = octet(buffer, at++);
  if ((flags & PRIORITY) !== 0) into.priority = octet(buffer, at++);
  if ((flags & CORRELATION_ID) !== 0) at += 1 + octet(buffer, at);
  if ((flags & REPLY_TO) !== 0) {
    into.replyToStart = at + 1;
    at += 1 + octet(buffer, at);
    into.replyToEnd = at;
  }
  if ((flags & EXPIRATION) !== 0) {
    into.expirationStart = at + 1;
    at += 1 + octet(buffer, at);
    into.expirationEnd = at;
  }
  if ((flags & MESSAGE_ID) !== 0) at += 1 + octet(buffer, at);
  if ((flags & TIMESTAMP) !== 0) at += 8;
  if ((flags & TYPE) !== 0) at += 1 + octet(buffer, at);
  if ((flags & USER_ID) !== 0) {
    into.userIdStart = at + 1;
    at += 1 + octet(buffer, at);
    into.userIdEnd = at;
  }
  if ((flags & APP_ID) !== 0) at += 1 + octet(buffer, at);
  if ((flags & CLUSTER_ID) !== 0) at += 1 + octet(buffer, at);
  if (at !== end) throw malformedHeader('property list and flags disagree');
}

/** Only class basic has content. A weight other than 0 is no content header to RabbitMQ. */
function checkHeader(buffer: Buffer, start: number): void {
  const classId = uint16(buffer, start);
  const weight = uint16(buffer, start + WEIGHT);
  if (classId === CLASS_BASIC && weight === 0) return;
  const got = weight === 0 ? `one for class ${classId}` : 'non content header frame';
  throw new MalformedFrame(
    ReplyCode.unexpectedFrame,
    `expected content header for class ${CLASS_BASIC}, got ${got} instead`,
    CLASS_BASIC,
    BASIC_PUBLISH & 0xffff,
  );
}

function malformedHeader(reason: string): MalformedFrame {
  return new MalformedFrame(
    ReplyCode.syntaxError,
    `malformed content header: ${reason}`,
    CLASS_BASIC,
    BASIC_PUBLISH & 0xffff,
  );
}
