/** What is wrong before its meaning counts: channels, order of frames, octets, methods. */
import { bodyFrame, header, publish, publishMethod } from '../content.js';
import {
  basicQos,
  channelClose,
  channelFlow,
  channelOpen,
  connectionOpen,
  protocolHeader,
  queueDeclare,
  startOk,
  tuneOk,
  untilTheEnd,
} from '../methods.js';
import { encode } from '../../support/raw/encode.js';
import {
  BODY_FRAME,
  HEADER_FRAME,
  HEARTBEAT_FRAME,
  METHOD_FRAME,
} from '../../support/raw/raw-peer.js';
import { frame, method, octets, onChannel, type Provocations } from '../step.js';

const { short, long, shortString, longString, bits } = encode;
const HIGH_OCTETS = Buffer.from(Array.from({ length: 16 }, (_, index) => 240 + index));
const SIXTEEN_AND_MORE = Buffer.from('a payload of more than sixteen octets');

const channels: Provocations = {
  'channel.open on an open channel': () => [channelOpen()],
  'channel.open beyond the greatest number': () => [channelOpen(2048)],
  'channel.open of number 65535': () => [channelOpen(65535)],
  'channel.open on channel 0': () => [channelOpen(0)],
  'channel.close twice': () => [channelClose(), channelClose()],
  'a method after channel.close': () => [channelClose(), basicQos()],
  'channel.close-ok on an open channel': () => [method('20.41', [])],
  'channel.close-ok on a channel that is not open': () => [
    onChannel(2, method('20.41', [])),
    untilTheEnd,
  ],
  'channel.close on a channel that is not open': () => [onChannel(2, channelClose())],
  'channel.flow to stop': () => [channelFlow(false)],
  'channel.flow to go on': () => [channelFlow(true)],
  'channel.flow-ok': () => [method('20.21', [], bits(true))],
  'a method on a channel that is not open': () => [onChannel(2, basicQos())],
  'a publish on a channel that is not open': () => [onChannel(2, publish({})), untilTheEnd],
  'a content header on a channel that is not open': () => [onChannel(2, header(0)), untilTheEnd],
  'a body on a channel that is not open': () => [
    onChannel(2, bodyFrame(Buffer.from('a'))),
    untilTheEnd,
  ],
  'an unknown method on a channel that is not open': () => [
    onChannel(2, method('50.99', [])),
    untilTheEnd,
  ],
};

const contents: Provocations = {
  'a method in place of a content header': () => [publishMethod({}), basicQos()],
  'a body in place of a content header': () => [publishMethod({}), bodyFrame(Buffer.from('a'))],
  'a content header without a method': () => [header(0)],
  'a body without a method': () => [bodyFrame(Buffer.from('a'))],
  'a content header twice': () => [publishMethod({}), header(2), header(2)],
  'a content header after an empty message': () => [publish({}), header(0)],
  'a body after an empty message': () => [publish({}), bodyFrame(Buffer.from('a'))],
  'a method in place of the rest of a body': () => [
    publishMethod({}),
    header(2),
    bodyFrame(Buffer.from('a')),
    basicQos(),
  ],
  'a method in place of a body': () => [publishMethod({}), header(2), basicQos()],
  'a publish in place of a body': () => [publishMethod({}), header(2), publish({})],
  'a body longer than said': () => [publishMethod({}), header(2), bodyFrame(Buffer.from('abc'))],
  'an empty body frame for an empty message': () => [
    publishMethod({}),
    header(0),
    bodyFrame(Buffer.alloc(0)),
  ],
  'empty body frames on the way': () => [
    publishMethod({}),
    header(2),
    bodyFrame(Buffer.alloc(0)),
    bodyFrame(Buffer.from('ab')),
  ],
  'channel.close in place of a content header': () => [publishMethod({}), channelClose()],
  'channel.close in place of a body': () => [publishMethod({}), header(2), channelClose()],
  'a content header of class queue': () => [
    publishMethod({}),
    frame(HEADER_FRAME, Buffer.concat([short(50), short(0), encode.longlong(0), short(0)])),
  ],
  'a content header of class 0': () => [
    publishMethod({}),
    frame(HEADER_FRAME, Buffer.concat([short(0), short(0), encode.longlong(0), short(0)])),
  ],
  'a content header with a weight': () => [
    publishMethod({}),
    frame(HEADER_FRAME, Buffer.concat([short(60), short(7), encode.longlong(0), short(0)])),
  ],
  'an empty content header': () => [publishMethod({}), frame(HEADER_FRAME, Buffer.alloc(0))],
  'a content header cut in its body size': () => [
    publishMethod({}),
    frame(HEADER_FRAME, Buffer.concat([short(60), short(0), long(0)])),
  ],
  'a content header without flags': () => [
    publishMethod({}),
    frame(HEADER_FRAME, Buffer.concat([short(60), short(0), encode.longlong(0)])),
  ],
  'a content header whose property is missing': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 1 << 8)),
  ],
  'a content header whose property is cut short': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 1 << 8, Buffer.from('\u0005ab'))),
  ],
  'a content header with octets left over': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 0, Buffer.from('abc'))),
  ],
  'a content header with a flag nobody knows': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 1 << 1)),
  ],
  'a content header with further flags': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 1, short(0))),
  ],
  'a content header whose headers have an unknown type letter': () => [
    publishMethod({}),
    frame(HEADER_FRAME, encode.contentHeader(0, 1 << 13, longString('\u0001az'))),
  ],
};

const frames: Provocations = {
  'a frame without its end': () => [octets(encode.frame(METHOD_FRAME, 1, Buffer.from('abcd'), 0))],
  'a frame of channel 0 without its end': () => [
    octets(encode.frame(METHOD_FRAME, 0, Buffer.from('abcd'), 0xcd)),
  ],
  'a long frame without its end': () => [
    octets(encode.frame(METHOD_FRAME, 1, SIXTEEN_AND_MORE, 0x41)),
  ],
  'an empty frame without its end': () => [octets(encode.frame(BODY_FRAME, 1, Buffer.alloc(0), 0))],
  'a frame of type 0': () => [frame(0, Buffer.alloc(0))],
  'a frame of type 4': () => [frame(4, Buffer.from('a"b\\c'))],
  'a frame of type 7 on channel 0': () => [onChannel(0, frame(7, SIXTEEN_AND_MORE))],
  'a frame of type 255': () => [frame(255, Buffer.from([0, 1, 2, 128, 255]))],
  'a frame of an unknown type on a channel that is not open': () => [
    onChannel(9, frame(7, SIXTEEN_AND_MORE)),
  ],
  'sixteen octets that are no text, without end': () => [
    octets(encode.frame(METHOD_FRAME, 1, HIGH_OCTETS, 0)),
  ],
  'sixteen octets that are no text, of an unknown type': () => [frame(7, HIGH_OCTETS)],
  'sixteen octets that are no text, on channel 0': () => [
    onChannel(0, frame(BODY_FRAME, HIGH_OCTETS)),
  ],
  'octets of Latin-1 on channel 0': () => [
    onChannel(0, frame(BODY_FRAME, Buffer.from('gr\xfc\xdfe\n', 'latin1'))),
  ],
  'octets of line breaks and escapes on channel 0': () => [
    onChannel(0, frame(BODY_FRAME, Buffer.from('a\n\t\r\v\b\f\x1bz'))),
  ],
  'octets of control on channel 0': () => [
    onChannel(0, frame(BODY_FRAME, Buffer.from('a\x00\x7fz'))),
  ],
  'a frame that is too large': () => [frame(BODY_FRAME, Buffer.alloc(131_073))],
  'a frame that says to be of 4 GiB': () => [
    octets(Buffer.concat([Buffer.from([METHOD_FRAME]), short(1), long(2 ** 32 - 1)])),
  ],
  'a heartbeat on a channel': () => [frame(HEARTBEAT_FRAME, Buffer.alloc(0))],
  'a heartbeat on a channel that is not open': () => [
    onChannel(9, frame(HEARTBEAT_FRAME, Buffer.alloc(0))),
  ],
  'a heartbeat with a payload': () => [onChannel(0, frame(HEARTBEAT_FRAME, Buffer.from('beat')))],
  'a content header on channel 0': () => [onChannel(0, header(0))],
  'a body on channel 0': () => [onChannel(0, frame(BODY_FRAME, Buffer.from('body')))],
  'an empty method frame': () => [frame(METHOD_FRAME, Buffer.alloc(0))],
  'an empty method frame on channel 0': () => [onChannel(0, frame(METHOD_FRAME, Buffer.alloc(0)))],
  'a method frame of three octets': () => [frame(METHOD_FRAME, Buffer.from([0, 60, 0]))],
  'a method frame of three octets on channel 0': () => [
    onChannel(0, frame(METHOD_FRAME, Buffer.from([0, 10, 0]))),
  ],
  'octets that are no frame at all': () => [octets(Buffer.from('GET / HTTP/1.1\r\n\r\n'))],
};

const methods: Provocations = {
  'an unknown class': () => [method('77.10', [])],
  'an unknown method of class basic': () => [method('60.99', [])],
  'an unknown class on channel 0': () => [onChannel(0, method('77.10', []))],
  'an unknown method on channel 0': () => [onChannel(0, method('10.99', []))],
  'basic.qos cut short': () => [method('60.10', [], long(0))],
  'basic.qos with octets left over': () => [
    method('60.10', [], long(0), short(0), bits(false), Buffer.from('abc')),
  ],
  'basic.publish cut short': () => [method('60.40', [], short(0), Buffer.from('\u0009ab'))],
  'basic.publish with octets left over': () => [
    method('60.40', [], short(0), shortString('a'), shortString('b'), bits(false), long(0)),
  ],
  'basic.ack cut short': () => [method('60.80', [], long(0))],
  'basic.ack with octets left over': () => [method('60.80', [], long(0), long(1), long(0))],
  'basic.get cut short': () => [method('60.70', [], short(0), Buffer.from('\u0009ab'))],
  'exchange.declare with a table nested 200 times': ({ exchange }) => [
    method(
      '40.10',
      ['40.11'],
      short(0),
      shortString(exchange),
      shortString('direct'),
      bits(),
      nested(200),
    ),
  ],
  'basic.deliver from a client': () => [
    method(
      '60.60',
      [],
      shortString('t'),
      long(0),
      long(1),
      bits(),
      shortString(''),
      shortString(''),
    ),
  ],
  'basic.return from a client': () => [
    method('60.50', [], short(312), shortString('t'), shortString(''), shortString('')),
  ],
  'basic.get-empty from a client': () => [method('60.72', [], shortString(''))],
  'queue.declare-ok from a client': () => [method('50.11', [], shortString('q'), long(0), long(0))],
  'channel.open-ok from a client': () => [method('20.11', [], longString(''))],
  'basic.cancel-ok from a client': () => [method('60.31', [], shortString('t'))],
  'tx.select-ok from a client': () => [method('90.11', [])],
  'confirm.select-ok from a client': () => [method('85.11', [])],
  'access.request': () => [method('30.10', ['30.11'], shortString('/'), bits(true))],
  'queue.declare on channel 0': ({ queue }) => [onChannel(0, queueDeclare(queue))],
  'basic.qos on channel 0': () => [onChannel(0, basicQos())],
  'connection.open on a channel': () => [onChannel(1, connectionOpen())],
  'connection.close on a channel': () => [
    method('10.50', ['10.51'], short(200), shortString(''), short(0), short(0)),
  ],
};

const openConnection: Provocations = {
  'connection.open twice': () => [connectionOpen()],
  'connection.tune-ok twice': () => [tuneOk()],
  'connection.start-ok twice': () => [startOk()],
  'connection.secure-ok on an open connection': () => [
    onChannel(0, method('10.21', [], longString('a'))),
  ],
  'connection.close-ok on an open connection': () => [onChannel(0, method('10.51', []))],
  'connection.blocked from a client': () => [onChannel(0, method('10.60', [], shortString('a')))],
  'connection.tune from a client': () => [
    onChannel(0, method('10.30', [], short(1), long(1), short(1))),
  ],
  'connection.update-secret': () => [
    onChannel(0, method('10.70', ['10.71'], longString('guest'), shortString('rotation'))),
  ],
  'the protocol header once more': () => [protocolHeader],
};

function nested(depth: number): Buffer {
  let table = encode.table();
  for (let level = 0; level < depth; level++) table = encode.table(encode.field('a', 'F', table));
  return table;
}

export const wire: Provocations = {
  ...channels,
  ...contents,
  ...frames,
  ...methods,
  ...openConnection,
};
