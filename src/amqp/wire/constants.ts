/**
 * The numbers of AMQP 0-9-1 that more than one file needs: frame types, class ids, reply codes,
 * limits, and the ids of the methods that are told apart before they are decoded. The ids of all
 * methods are in method-table.ts.
 */

export const FRAME_METHOD = 1;
export const FRAME_HEADER = 2;
export const FRAME_BODY = 3;
export const FRAME_HEARTBEAT = 8;

/** Type, channel and size: what stands before a payload. */
export const FRAME_HEADER_SIZE = 7;
export const FRAME_END = 0xce;
/** Frame header and end octet: what frame-max counts beside the payload. */
export const FRAME_OVERHEAD = 8;
/**
 * The smallest frame-max a peer may ask for, and the limit until one is agreed (AMQP 0-9-1 §4.2.3).
 */
export const FRAME_MIN_SIZE = 4096;
/**
 * RabbitMQ lets a payload exceed the limit by one frame overhead, because clients often count
 * wrong.
 */
export const FRAME_SIZE_SLACK = FRAME_OVERHEAD;

export const SHORT_STRING_SIZE_MAX = 255;
/**
 * Tables and arrays within tables. RabbitMQ has no limit; ours keeps a peer from exhausting the
 * stack.
 */
export const TABLE_DEPTH_MAX = 64;

export const CLASS_CONNECTION = 10;
export const CLASS_CHANNEL = 20;
export const CLASS_BASIC = 60;

export const CONNECTION_TUNE = (CLASS_CONNECTION << 16) | 30;
export const CONNECTION_CLOSE = (CLASS_CONNECTION << 16) | 50;
export const CONNECTION_CLOSE_OK = (CLASS_CONNECTION << 16) | 51;
export const CHANNEL_OPEN = (CLASS_CHANNEL << 16) | 10;
export const CHANNEL_CLOSE = (CLASS_CHANNEL << 16) | 40;
export const CHANNEL_CLOSE_OK = (CLASS_CHANNEL << 16) | 41;
export const BASIC_PUBLISH = (CLASS_BASIC << 16) | 40;
export const BASIC_RETURN = (CLASS_BASIC << 16) | 50;
export const BASIC_DELIVER = (CLASS_BASIC << 16) | 60;
export const BASIC_GET = (CLASS_BASIC << 16) | 70;
export const BASIC_GET_OK = (CLASS_BASIC << 16) | 71;
export const BASIC_ACK = (CLASS_BASIC << 16) | 80;
export const BASIC_REJECT = (CLASS_BASIC << 16) | 90;
export const BASIC_NACK = (CLASS_BASIC << 16) | 120;

export const ReplyCode = {
  success: 200,
  contentTooLarge: 311,
  noRoute: 312,
  noConsumers: 313,
  connectionForced: 320,
  invalidPath: 402,
  accessRefused: 403,
  notFound: 404,
  resourceLocked: 405,
  preconditionFailed: 406,
  frameError: 501,
  syntaxError: 502,
  commandInvalid: 503,
  channelError: 504,
  unexpectedFrame: 505,
  resourceError: 506,
  notAllowed: 530,
  notImplemented: 540,
  internalError: 541,
} as const;

export type ReplyCode = (typeof ReplyCode)[keyof typeof ReplyCode];
