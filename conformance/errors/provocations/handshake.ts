/**
 * Whoever does not get as far as a channel, or logs in with more than credentials. Each plays all
 * its steps from the first octet.
 */
import {
  basicConsume,
  basicQos,
  connectionOpen,
  protocolHeader,
  queueDeclare,
  queueDelete,
  startOk,
  tuneOk,
  untilTheEnd,
  type Tuning,
} from '../methods.js';
import { channelOpen } from '../methods.js';
import { encode } from '../../support/raw/encode.js';
import { HEARTBEAT_FRAME, METHOD_FRAME } from '../../support/raw/raw-peer.js';
import { frame, method, octets, onChannel, type Provocations, type Step } from '../step.js';

const { long, shortString, longString } = encode;

const CAPABLE = { properties: { capabilities: { authentication_failure_close: true } } };
const tuned: readonly Step[] = [protocolHeader, startOk(), tuneOk()];

const credentials: Provocations = {
  'a wrong password': () => [
    protocolHeader,
    startOk({ ...CAPABLE, response: '\0guest\0wrong' }),
    untilTheEnd,
  ],
  'an unknown user': () => [
    protocolHeader,
    startOk({ ...CAPABLE, response: '\0nobody\0guest' }),
    untilTheEnd,
  ],
  'an empty user and password': () => [
    protocolHeader,
    startOk({ ...CAPABLE, response: '\0\0' }),
    untilTheEnd,
  ],
  'a wrong password for AMQPLAIN': () => [
    protocolHeader,
    startOk({
      ...CAPABLE,
      mechanism: 'AMQPLAIN',
      response: Buffer.concat([
        encode.field('LOGIN', 'S', longString('guest')),
        encode.field('PASSWORD', 'S', longString('wrong')),
      ]),
    }),
    untilTheEnd,
  ],
  'a wrong password, not to be told': () => [
    protocolHeader,
    startOk({ response: '\0guest\0wrong' }),
    untilTheEnd,
  ],
  'a mechanism that nobody knows': () => [
    protocolHeader,
    startOk({ ...CAPABLE, mechanism: 'KERBEROS' }),
  ],
  'a PLAIN response without user': () => [
    protocolHeader,
    startOk({ ...CAPABLE, response: 'guest:guest' }),
  ],
  'an empty PLAIN response': () => [protocolHeader, startOk({ ...CAPABLE, response: '' })],
  'an AMQPLAIN response without password': () => [
    protocolHeader,
    startOk({
      ...CAPABLE,
      mechanism: 'AMQPLAIN',
      response: encode.field('LOGIN', 'S', longString('guest')),
    }),
  ],
};

const vhosts: Provocations = {
  'a vhost that is missing': () => [...tuned, connectionOpen('no-such-vhost')],
  'a vhost without a name': () => [...tuned, connectionOpen('')],
  'a vhost whose name needs quoting': () => [...tuned, connectionOpen('it\'s "~p"')],
  'a vhost whose name has a line break': () => [...tuned, connectionOpen('/\n')],
  'a vhost whose name is not UTF-8': () => [
    ...tuned,
    connectionOpen(Buffer.from('v\xff', 'latin1')),
  ],
};

function tuning(what: Tuning): readonly Step[] {
  return [protocolHeader, startOk(CAPABLE), tuneOk(what), untilTheEnd];
}

const tunings: Provocations = {
  'frames smaller than allowed': () => tuning({ frameMax: 4095 }),
  'frames larger than offered': () => tuning({ frameMax: 131_073 }),
  'frames without limit': () => tuning({ frameMax: 0 }),
  'more channels than offered': () => tuning({ channelMax: 2048 }),
  'channels without limit': () => tuning({ channelMax: 0 }),
  'more channels than tuned': () => [
    protocolHeader,
    startOk(),
    tuneOk({ channelMax: 1 }),
    connectionOpen(),
    channelOpen(1),
    channelOpen(2),
  ],
  'a frame larger than tuned': () => [
    protocolHeader,
    startOk(),
    tuneOk({ frameMax: 4096 }),
    connectionOpen(),
    channelOpen(1),
    frame(METHOD_FRAME, Buffer.alloc(5000)),
    untilTheEnd,
  ],
};

const order: Provocations = {
  'connection.open in place of start-ok': () => [protocolHeader, connectionOpen()],
  'tune-ok in place of start-ok': () => [protocolHeader, tuneOk(), untilTheEnd],
  'channel.open in place of start-ok': () => [protocolHeader, channelOpen()],
  'an unknown method in place of start-ok': () => [
    protocolHeader,
    onChannel(0, method('10.99', [])),
    untilTheEnd,
  ],
  'a start-ok cut short': () => [
    protocolHeader,
    onChannel(0, method('10.11', [], long(1000))),
    untilTheEnd,
  ],
  'a start-ok whose mechanism is not UTF-8': () => [
    protocolHeader,
    onChannel(
      0,
      method(
        '10.11',
        [],
        encode.table(),
        shortString(Buffer.from('\xff', 'latin1')),
        longString('\0guest\0guest'),
        shortString('en_US'),
      ),
    ),
    untilTheEnd,
  ],
  'connection.open in place of tune-ok': () => [protocolHeader, startOk(), connectionOpen()],
  'channel.open in place of tune-ok': () => [protocolHeader, startOk(), channelOpen()],
  'start-ok twice': () => [protocolHeader, startOk(), startOk()],
  'channel.open in place of connection.open': () => [...tuned, channelOpen()],
  'tune-ok in place of connection.open': () => [...tuned, tuneOk(), untilTheEnd],
  'an unknown method in place of connection.open': () => [
    ...tuned,
    onChannel(0, method('10.99', [])),
    untilTheEnd,
  ],
  'connection.close in place of connection.open': () => [
    ...tuned,
    onChannel(
      0,
      method(
        '10.50',
        ['10.51'],
        encode.short(200),
        shortString(''),
        encode.short(0),
        encode.short(0),
      ),
    ),
    untilTheEnd,
  ],
  'a frame without its end before the login': () => [
    protocolHeader,
    octets(encode.frame(HEARTBEAT_FRAME, 0, Buffer.alloc(0), 0)),
    untilTheEnd,
  ],
  'a frame of 9000 octets before the login': () => [
    protocolHeader,
    onChannel(0, frame(METHOD_FRAME, Buffer.alloc(9000))),
    untilTheEnd,
  ],
  'a frame of an unknown type before the login': () => [
    protocolHeader,
    onChannel(0, frame(7, Buffer.from('abc'))),
    untilTheEnd,
  ],
};

const notified: Provocations = {
  'queue.delete of a queue with a consumer on the same channel': ({ queue }) => [
    protocolHeader,
    startOk({ properties: { capabilities: { consumer_cancel_notify: true } } }),
    tuneOk(),
    connectionOpen(),
    channelOpen(),
    queueDeclare(queue, { durable: true }),
    basicConsume(queue, { tag: 'tag' }),
    queueDelete(queue),
    basicQos(),
    basicQos(),
  ],
};

export const handshake: Provocations = {
  ...notified,
  ...credentials,
  ...vhosts,
  ...tunings,
  ...order,
};
