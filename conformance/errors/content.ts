/** basic.publish with its content as one step, and its three kinds of frames one by one. */
import { encode } from '../support/raw/encode.js';
import { BODY_FRAME, HEADER_FRAME } from '../support/raw/raw-peer.js';
import { frame, method, type Step } from './step.js';
import { table, type Table } from './values.js';

export interface Properties {
  readonly headers?: Table;
  readonly deliveryMode?: number;
  readonly priority?: number;
  readonly replyTo?: string;
  readonly expiration?: string;
  readonly userId?: string;
}

export interface Publish {
  readonly exchange?: string | Buffer;
  readonly routingKey?: string | Buffer;
  readonly mandatory?: boolean;
  readonly immediate?: boolean;
}

export interface Content extends Publish {
  readonly properties?: Properties;
  readonly body?: string;
}

const HEADERS_BIT = 13;
const DELIVERY_MODE_BIT = 12;
const PRIORITY_BIT = 11;
const REPLY_TO_BIT = 9;
const EXPIRATION_BIT = 8;
const USER_ID_BIT = 4;

/** The whole message in one step. */
export function publish({ properties = {}, body = '', ...rest }: Content): Step {
  const parts = [publishMethod(rest), header(Buffer.byteLength(body), properties)];
  if (body !== '') parts.push(bodyFrame(Buffer.from(body)));
  return {
    bytes: (channel) => Buffer.concat(parts.map(({ bytes }) => bytes(channel))),
    channel: 1,
    replies: [],
  };
}

export function publishMethod(options: Publish): Step {
  const { exchange = '', routingKey = '', mandatory = false, immediate = false } = options;
  const names = [exchange, routingKey].map(encode.shortString);
  return method('60.40', [], encode.short(0), ...names, encode.bits(mandatory, immediate));
}

export function header(bodySize: number, properties: Properties = {}): Step {
  const { flags, values } = propertyList(properties);
  return frame(HEADER_FRAME, encode.contentHeader(bodySize, flags, ...values));
}

export function bodyFrame(body: Buffer): Step {
  return frame(BODY_FRAME, body);
}

function propertyList(properties: Properties): { flags: number; values: Buffer[] } {
  const { headers, deliveryMode, priority, replyTo, expiration, userId } = properties;
  const present: [bit: number, value: Buffer][] = [];
  if (headers !== undefined) present.push([HEADERS_BIT, table(headers)]);
  if (deliveryMode !== undefined) present.push([DELIVERY_MODE_BIT, encode.octet(deliveryMode)]);
  if (priority !== undefined) present.push([PRIORITY_BIT, encode.octet(priority)]);
  if (replyTo !== undefined) present.push([REPLY_TO_BIT, encode.shortString(replyTo)]);
  if (expiration !== undefined) present.push([EXPIRATION_BIT, encode.shortString(expiration)]);
  if (userId !== undefined) present.push([USER_ID_BIT, encode.shortString(userId)]);
  return {
    flags: present.reduce((flags, [bit]) => flags | (1 << bit), 0),
    values: present.map(([, value]) => value),
  };
}
