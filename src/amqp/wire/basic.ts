/**
 * HOT. The methods of class basic that come once per message, read by hand into scratch objects of
 * the channel. `start` and `end` are those of the frame's payload, class id and method id included.
 */
import { isUtf8 } from 'node:buffer';
import { malformedName, undecodableMethod } from './malformed.js';
import type { NameCache } from './name-cache.js';
import { octet, uint32, uint64 } from './octets.js';

export { NameCache } from './name-cache.js';

/** Class id and method id as one number, to compare with BASIC_PUBLISH and the like. */
export function methodId(buffer: Buffer, start: number): number {
  return uint32(buffer, start);
}

export class PublishArguments {
  exchange = '';
  routingKey = '';
  mandatory = false;
  immediate = false;
  /** Exchange and routing key as they came, each with its length octet. */
  namesStart = 0;
  namesEnd = 0;
}

export class AckArguments {
  deliveryTag = 0;
  multiple = false;
  requeue = false;
}

export class GetArguments {
  queue = '';
  noAck = false;
}

const ARGUMENTS = 4;
const TICKET_SIZE = 2;
/** Class id, method id, delivery tag, bits. */
const ACK_SIZE = 13;

/**
 * The names are not checked to be UTF-8, as they are not in RabbitMQ: a consumer gets the octets as
 * they came.
 */
export function readPublish(
  buffer: Buffer,
  start: number,
  end: number,
  into: PublishArguments,
  names: NameCache,
): void {
  const exchange = start + ARGUMENTS + TICKET_SIZE;
  const routingKey = exchange + 1 + octet(buffer, exchange);
  const bits = routingKey + 1 + octet(buffer, routingKey);
  if (bits + 1 !== end) throw undecodableMethod(buffer, start, end);
  into.exchange = names.get(buffer, exchange + 1, routingKey);
  into.routingKey = names.get(buffer, routingKey + 1, bits);
  into.mandatory = (octet(buffer, bits) & 1) !== 0;
  into.immediate = (octet(buffer, bits) & 2) !== 0;
  into.namesStart = exchange;
  into.namesEnd = bits;
}

export function readAck(buffer: Buffer, start: number, end: number, into: AckArguments): void {
  const bits = readDeliveryTag(buffer, start, end, into);
  into.multiple = (bits & 1) !== 0;
  into.requeue = false;
}

export function readNack(buffer: Buffer, start: number, end: number, into: AckArguments): void {
  const bits = readDeliveryTag(buffer, start, end, into);
  into.multiple = (bits & 1) !== 0;
  into.requeue = (bits & 2) !== 0;
}

export function readReject(buffer: Buffer, start: number, end: number, into: AckArguments): void {
  const bits = readDeliveryTag(buffer, start, end, into);
  into.multiple = false;
  into.requeue = (bits & 1) !== 0;
}

export function readGet(buffer: Buffer, start: number, end: number, into: GetArguments): void {
  const queue = start + ARGUMENTS + TICKET_SIZE;
  const bits = queue + 1 + octet(buffer, queue);
  if (bits + 1 !== end) throw undecodableMethod(buffer, start, end);
  if (!isUtf8(buffer.subarray(queue + 1, bits))) throw malformedName();
  into.queue = buffer.toString('utf8', queue + 1, bits);
  into.noAck = (octet(buffer, bits) & 1) !== 0;
}

/** A tag above 2^53 - 1 was never given out; it is read as that number, which is as unknown. */
function readDeliveryTag(buffer: Buffer, start: number, end: number, into: AckArguments): number {
  if (end - start !== ACK_SIZE) throw undecodableMethod(buffer, start, end);
  into.deliveryTag = Math.min(uint64(buffer, start + ARGUMENTS), Number.MAX_SAFE_INTEGER);
  return octet(buffer, start + ACK_SIZE - 1);
}
