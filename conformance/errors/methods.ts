/**
 * The methods of a client as steps, each with what answers it. Names may be octets, for those that
 * are no text.
 */
import { encode } from '../support/raw/encode.js';
import { PROTOCOL_HEADER } from '../support/raw/raw-peer.js';
import { method, octets, onChannel, type Step } from './step.js';
import { table, type Table } from './values.js';

type Name = string | Buffer;

const NOT_ANSWERED: readonly string[] = [];
const { short, long, longlong, longString, shortString, bits } = encode;

/** Every method of RabbitMQ's has this field for a ticket of old. */
const ticket = short(0);

export const protocolHeader = octets(PROTOCOL_HEADER, ['10.10']);

export interface Login {
  readonly mechanism?: string;
  readonly response?: Name;
  readonly properties?: Table;
}

export function startOk({ mechanism = 'PLAIN', response, properties }: Login = {}): Step {
  const fields = [
    table(properties),
    shortString(mechanism),
    longString(response ?? '\0guest\0guest'),
    shortString('en_US'),
  ];
  return onChannel(0, method('10.11', ['10.30'], ...fields));
}

export interface Tuning {
  readonly channelMax?: number;
  readonly frameMax?: number;
  readonly heartbeat?: number;
}

export function tuneOk({ channelMax = 2047, frameMax = 131072, heartbeat = 0 }: Tuning = {}): Step {
  const fields = [short(channelMax), long(frameMax), short(heartbeat)];
  return onChannel(0, method('10.31', NOT_ANSWERED, ...fields));
}

export function connectionOpen(vhost: Name = '/'): Step {
  return onChannel(0, method('10.40', ['10.41'], shortString(vhost), shortString(''), bits(false)));
}

export function channelOpen(channel = 1): Step {
  return onChannel(channel, method('20.10', ['20.11'], shortString('')));
}

export function channelFlow(active: boolean): Step {
  return method('20.20', ['20.21'], bits(active));
}

export function channelClose(): Step {
  return method('20.40', ['20.41'], short(200), shortString('bye'), short(0), short(0));
}

export interface ExchangeDeclare {
  readonly passive?: boolean;
  readonly durable?: boolean;
  readonly autoDelete?: boolean;
  readonly internal?: boolean;
  readonly arguments?: Table;
}

export function exchangeDeclare(name: Name, type: Name, options: ExchangeDeclare = {}): Step {
  const { passive = false, durable = false, autoDelete = false, internal = false } = options;
  const flags = bits(passive, durable, autoDelete, internal, false);
  const fields = [ticket, shortString(name), shortString(type), flags, table(options.arguments)];
  return method('40.10', ['40.11'], ...fields);
}

export function exchangeDelete(name: Name, { ifUnused = false } = {}): Step {
  return method('40.20', ['40.21'], ticket, shortString(name), bits(ifUnused, false));
}

export interface BindingFields {
  readonly source: Name;
  readonly destination: Name;
  readonly routingKey?: Name;
  readonly arguments?: Table;
}

export function exchangeBind(binding: BindingFields): Step {
  return exchangeBinding('40.30', '40.31', binding);
}

export function exchangeUnbind(binding: BindingFields): Step {
  return exchangeBinding('40.40', '40.51', binding);
}

function exchangeBinding(id: string, reply: string, binding: BindingFields): Step {
  const { source, destination, routingKey = '' } = binding;
  const names = [destination, source, routingKey].map(shortString);
  return method(id, [reply], ticket, ...names, bits(false), table(binding.arguments));
}

export interface QueueDeclare {
  readonly passive?: boolean;
  readonly durable?: boolean;
  readonly exclusive?: boolean;
  readonly autoDelete?: boolean;
  readonly arguments?: Table;
}

export function queueDeclare(name: Name, options: QueueDeclare = {}): Step {
  const { passive = false, durable = false, exclusive = false, autoDelete = false } = options;
  const flags = bits(passive, durable, exclusive, autoDelete, false);
  return method('50.10', ['50.11'], ticket, shortString(name), flags, table(options.arguments));
}

export function queueBind(binding: BindingFields): Step {
  const { source, destination, routingKey = '' } = binding;
  const names = [destination, source, routingKey].map(shortString);
  return method('50.20', ['50.21'], ticket, ...names, bits(false), table(binding.arguments));
}

export function queueUnbind(binding: BindingFields): Step {
  const { source, destination, routingKey = '' } = binding;
  const names = [destination, source, routingKey].map(shortString);
  return method('50.50', ['50.51'], ticket, ...names, table(binding.arguments));
}

export function queuePurge(name: Name): Step {
  return method('50.30', ['50.31'], ticket, shortString(name), bits(false));
}

export function queueDelete(name: Name, { ifUnused = false, ifEmpty = false } = {}): Step {
  return method('50.40', ['50.41'], ticket, shortString(name), bits(ifUnused, ifEmpty, false));
}

export function basicQos({ prefetchSize = 0, prefetchCount = 0, global = false } = {}): Step {
  return method('60.10', ['60.11'], long(prefetchSize), short(prefetchCount), bits(global));
}

export interface Consume {
  readonly tag?: Name;
  readonly noLocal?: boolean;
  readonly noAck?: boolean;
  readonly exclusive?: boolean;
  readonly noWait?: boolean;
  readonly arguments?: Table;
}

export function basicConsume(queue: Name, options: Consume = {}): Step {
  const { tag = '', noLocal = false, noAck = false, exclusive = false, noWait = false } = options;
  const flags = bits(noLocal, noAck, exclusive, noWait);
  const fields = [ticket, shortString(queue), shortString(tag), flags, table(options.arguments)];
  return method('60.20', noWait ? NOT_ANSWERED : ['60.21'], ...fields);
}

export function basicCancel(tag: Name): Step {
  return method('60.30', ['60.31'], shortString(tag), bits(false));
}

export function basicGet(queue: Name, { noAck = false } = {}): Step {
  return method('60.70', ['60.71', '60.72'], ticket, shortString(queue), bits(noAck));
}

export function basicAck(tag: number, { multiple = false } = {}): Step {
  return method('60.80', NOT_ANSWERED, longlong(tag), bits(multiple));
}

export function basicReject(tag: number, { requeue = true } = {}): Step {
  return method('60.90', NOT_ANSWERED, longlong(tag), bits(requeue));
}

export function basicNack(tag: number, { multiple = false, requeue = true } = {}): Step {
  return method('60.120', NOT_ANSWERED, longlong(tag), bits(multiple, requeue));
}

export function basicRecover({ requeue = true } = {}): Step {
  return method('60.110', ['60.111'], bits(requeue));
}

export function basicRecoverAsync({ requeue = true } = {}): Step {
  return method('60.100', NOT_ANSWERED, bits(requeue));
}

export const confirmSelect = method('85.10', ['85.11'], bits(false));
export const txSelect = method('90.10', ['90.11']);
export const txCommit = method('90.20', ['90.21']);
export const txRollback = method('90.30', ['90.31']);

/** Nothing is said any more: whatever the broker does now is its answer. */
export const untilTheEnd = octets(Buffer.alloc(0), ['the end']);

/** From the first octet to an open connection. */
export const login: readonly Step[] = [protocolHeader, startOk(), tuneOk(), connectionOpen()];
