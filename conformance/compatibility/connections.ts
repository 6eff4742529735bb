/** Rows of the compatibility page: what holds for connections, listeners and channels. */
import type { Section } from './row.js';

export const CONNECTIONS: Section = {
  title: 'Transport, frames, handshake',
  rows: [
    {
      feature: 'Protocol header',
      behaviour: 'A connection begins with the header of AMQP 0-9-1; that of 0-9 is taken as well.',
      verdict: 'both',
      why: 'AMQP 1.0, which 4.3 takes on the same port, and 0-8 are not offered.',
      proofs: [
        'The handshake goes from the protocol header to Open-Ok',
        'The handshake takes the header of 0-9, which differs in nothing that matters',
        'The handshake understands a header that comes octet by octet',
      ],
    },
    {
      feature: 'Wrong header',
      behaviour: 'Any other header is answered with that of AMQP 0-9-1, and the socket closes.',
      verdict: 'old',
      why: '4.3 answers many of them with the header of AMQP 1.0, which Leveret does not speak.',
      proofs: [
        'The handshake answers another protocol with its own header and hangs up',
        'The handshake answers an unknown AMQP version with its own header and hangs up',
      ],
    },
    {
      feature: 'Frames',
      behaviour:
        'A frame of unknown type, with a wrong end octet, or more than 8 octets larger than ' +
        'negotiated ends the connection with 501.',
      verdict: 'both',
      proofs: [
        'Malformed frames close the connection with 501 when the end octet is wrong',
        'Malformed frames close the connection with 501 when of unknown type',
        'Malformed frames close the connection with 501 when larger than tuned',
        'FrameReader frame size accepts a frame of frame-max, and the slack of 8 octets that ' +
          'RabbitMQ grants',
      ],
    },
    {
      feature: 'Smallest frame-max',
      behaviour: 'A client may negotiate frames of 4096 octets, and no less.',
      verdict: 'either',
      why: '4.1 raised it to 8192, and clients that ask for 4096 could not connect any more.',
      proofs: [
        'The compatibility switch accepts at 3.x a client that tunes the connection to frames ' +
          'of less than 8192 bytes',
        'The compatibility switch at 4.x closes the connection with 530: frame-max',
        'The handshake refuses frames smaller than 4096 octets with 530',
        'frame-max is 4096 at least',
      ],
    },
    {
      feature: 'Frames before the tuning',
      behaviour: 'Until Tune-Ok a frame may have 8192 octets; a larger one ends in 501.',
      verdict: 'new',
      why: '3.x allows 4096, which is little for the properties and tokens of some clients.',
      proofs: [
        'The handshake refuses a frame of more than 8192 octets before tuning with 501',
        'The handshake takes frames of 8192 bytes before the tuning, and none that are larger',
      ],
    },
    {
      feature: 'Heartbeats',
      behaviour:
        'Both sides send them on channel 0 (elsewhere: 505); after two silent intervals the ' +
        'broker hangs up.',
      verdict: 'both',
      proofs: [
        'Malformed frames close the connection with 505 when a heartbeat comes on a channel',
        'Heartbeats come from the broker at the interval that was tuned',
        'Heartbeats missed for two intervals make the broker hang up',
        'Heartbeats tuned off are neither sent nor missed',
      ],
    },
    {
      feature: 'Order of methods on channel 0',
      behaviour:
        'A method of the connection out of its turn ends in 504, one without a name in 503.',
      verdict: 'both',
      why: 'Before the login, and on a method without a name, RabbitMQ 3.10 hangs up silently.',
      proofs: [
        'Malformed methods close the connection with 504 when a connection method comes again',
        'The handshake refuses connection.open in place of start-ok with 504',
        'The handshake refuses an unknown method in place of start-ok with 503',
        'Malformed methods close the connection with 503 when the class is unknown',
        'Malformed methods close the connection with 503 when the method is unknown',
      ],
    },
    {
      feature: 'Authentication mechanisms',
      behaviour:
        'PLAIN and AMQPLAIN are offered; EXTERNAL to clients with a verified certificate, with ' +
        'the user from the distinguished name, the common name or an alternative name; ANONYMOUS ' +
        'where an option names its user.',
      verdict: 'both',
      why: 'RabbitMQ 3.10 has EXTERNAL in a plugin, and no ANONYMOUS.',
      proofs: [
        'The handshake offers version 0-9, PLAIN and AMQPLAIN, and en_US',
        'The handshake lets in by AMQPLAIN',
        'A broker that listens under TLS lets in who has a certificate, without a password ' +
          '(EXTERNAL)',
        'A broker that listens refuses EXTERNAL without TLS with 503',
        "The name in a certificate has RabbitMQ's types and escapes",
        'A broker that listens lets in who wants no name (ANONYMOUS), where that is configured',
      ],
    },
    {
      feature: 'Failed authentication',
      behaviour:
        'An unknown mechanism ends in 503, a response that cannot be read in 502. A wrong ' +
        'password ends in 403 for clients that announce `authentication_failure_close`, and ' +
        'silently, after a while, for others. guest is let in from this machine only.',
      verdict: 'both',
      why: 'RabbitMQ 3.10 hangs up before its 502 and 503 go out.',
      proofs: [
        'The handshake refuses a wrong password with 403 when the client can take it',
        'The handshake refuses a wrong password without a word if the client did not ask to hear ' +
          'of it',
        'The handshake refuses an unknown mechanism with 503',
        'The handshake refuses a PLAIN response that cannot be read with 502',
        'The handshake lets the guest in from this machine only',
      ],
    },
    {
      feature: 'Negotiation',
      behaviour:
        'Tune-Ok with smaller frames than the minimum, or with more than was offered (0 means ' +
        'unlimited), ends in 530.',
      verdict: 'both',
      why: 'RabbitMQ 3.10 builds the 530, and hangs up without sending it.',
      proofs: [
        'The handshake refuses frames smaller than 4096 octets with 530',
        'The handshake refuses frames larger than it offered with 530',
        'The handshake refuses frames without limit with 530',
        'The handshake refuses more channels than it offered with 530',
        'The handshake refuses channels without limit with 530',
      ],
    },
    {
      feature: '`connection.open`',
      behaviour:
        'An unknown virtual host, and one connection more than it or the broker may have, end in ' +
        '530.',
      verdict: 'both',
      proofs: [
        'The handshake refuses an unknown virtual host with 530',
        'The clients of a vhost are as many as may be, and one more is told the limit',
        'A virtual host has queues of its own under the same names',
      ],
    },
    {
      feature: 'Number of channels',
      behaviour:
        'A number above the negotiated limit, and one channel more than the broker may have, end ' +
        'the connection with 530.',
      verdict: 'both',
      why: 'Limits of users come with users.',
      proofs: [
        'A channel over the negotiated number of channels closes the connection with 530',
        'A channel can have any number up to the negotiated limit',
        'The channels of a broker are counted over all connections, until they are closed',
      ],
    },
    {
      feature: '`connection.blocked`',
      behaviour:
        'While memory runs short, connections that publish are not read from, and told so if ' +
        'they announce `connection.blocked`.',
      verdict: 'both',
      proofs: [
        'A connection that publishes is told when memory runs short, and not read from as long ' +
          'as it does',
      ],
    },
    {
      feature: '`connection.update-secret`',
      behaviour: 'It is acknowledged, and changes nothing.',
      verdict: 'both',
      why: 'There are no tokens to renew yet; RabbitMQ answers so to users of its own.',
      proofs: ['A connection acknowledges a new secret, though there is none to renew'],
    },
    {
      feature: 'Client properties',
      behaviour:
        'Clients announce what they can take: `authentication_failure_close`, ' +
        '`connection.blocked` and `consumer_cancel_notify` decide what they are told.',
      verdict: 'both',
      proofs: [
        'The handshake tells of a wrong password whoever has said that they want to hear of it',
        'A consumer is told when its queue is deleted, if its client asked for that',
      ],
    },
    {
      feature: 'Capabilities of the broker',
      behaviour: 'All nine capabilities are announced, and each is true.',
      verdict: 'both',
      proofs: ['A connection is told the nine capabilities of the broker'],
    },
    {
      feature: 'Server properties',
      behaviour: 'Product, version, platform and the rest are announced in Start.',
      verdict: 'both',
      proofs: [
        'A connection is told the product, version and platform of the broker',
        'The handshake says what the broker is and can',
      ],
    },
    {
      feature: 'Defaults',
      behaviour:
        '2047 channels, frames of 128 KiB, heartbeats of a minute, ten seconds for the ' +
        'handshake, messages of 128 MiB.',
      verdict: 'old',
      why: '4.x allows messages of 16 MiB only.',
      proofs: [
        'The handshake offers 2047 channels, frames of 128 KiB and heartbeats of a minute',
        'The options of AMQP are RabbitMQ’s where none are given',
        'The handshake ends after ten seconds, whatever had come by then',
        'Publishing closes the channel on a body of more than 128 MiB, and passes over the body',
      ],
    },
    {
      feature: 'Methods',
      behaviour:
        'Every method of the classes connection, channel, access, exchange, queue, basic, ' +
        'confirm and tx is understood.',
      verdict: 'both',
      proofs: [
        'A channel answers access.request with ticket 1',
        'The old recover-async requeues without an answer',
        ...methodsOf('connection', 'channel', 'access', 'exchange'),
        ...methodsOf('queue', 'basic', 'confirm', 'tx'),
      ],
    },
  ],
};

export const LISTENERS: Section = {
  title: 'Listeners and their limits',
  rows: [
    {
      feature: 'TLS',
      behaviour:
        'A port for `amqps`, with certificates by server name, client certificates, and new ' +
        'files read on SIGHUP.',
      verdict: 'better',
      why: 'A wrong file leaves the old certificates in use, and the log names it.',
      proofs: [
        'A broker that listens under TLS carries messages of any size for a user with a password',
        'A broker that listens under TLS lets nobody in whose certificate it cannot verify',
        'A TLS gate chooses the certificate by the name that the client asks for',
        'leveret start reads its certificates again after SIGHUP',
      ],
    },
    {
      feature: 'PROXY protocol',
      behaviour: 'Versions 1 and 2, before TLS too, from the addresses that an option lists.',
      verdict: 'better',
      why: 'RabbitMQ turns it on for a whole listener, and then believes everybody.',
      proofs: [
        'A broker that listens for a trusted proxy keeps guest out from elsewhere, though the ' +
          'proxy is on this machine',
        'A broker that listens for a trusted proxy hangs up where the header is missing',
        'The doorway believes nobody whom it does not trust',
        'The doorway reads the header before TLS',
      ],
    },
    {
      feature: 'WebSocket and Unix socket',
      behaviour: 'AMQP 0-9-1 over WebSocket on the HTTP port, and on a Unix socket.',
      verdict: 'better',
      why: 'RabbitMQ has no WebSocket for AMQP 0-9-1.',
      proofs: [
        'A broker that listens for WebSockets (@cloudamqp/amqp-client) carries messages of any ' +
          'size both ways',
        'The HTTP port refuses the pages of other sites, and says so',
        'A broker that listens on a Unix socket carries messages',
      ],
    },
    {
      feature: 'Limits on connections',
      behaviour:
        '`connection-max` for all listeners together, `handshake-max` for those that have not ' +
        'logged in, `handshake-timeout` for each step.',
      verdict: 'better',
      why: 'RabbitMQ has no limit on connections that have not logged in.',
      proofs: [
        'A listener refuses one connection too many, and takes the next when one has gone',
        'A listener refuses those who knock while too many others have not logged in',
        'The listeners of a broker are all open under one limit, and tell where',
      ],
    },
  ],
};

export const CHANNELS: Section = {
  title: 'Channels',
  rows: [
    {
      feature: '`channel.open` again',
      behaviour: 'Opening a number that is open ends the connection with 504.',
      verdict: 'both',
      proofs: ['A channel opened a second time closes the connection with 504'],
    },
    {
      feature: 'Method without an open channel',
      behaviour: 'A method on a number that is not open ends the connection with 504.',
      verdict: 'both',
      proofs: ['A channel used before it is open closes the connection with 504'],
    },
    {
      feature: '`channel.flow`',
      behaviour: '`active=true` is answered, `active=false` ends in 540.',
      verdict: 'both',
      proofs: [
        'A channel answers channel.flow active=true',
        'A channel asked for channel.flow active=false closes the connection with 540',
      ],
    },
    {
      feature: 'Unknown method',
      behaviour: 'A method or class without a name ends the connection with 503.',
      verdict: 'both',
      why: 'RabbitMQ 3.10 crashes on it, and hangs up without the 503.',
      proofs: [
        'Malformed methods close the connection with 503 when the class is unknown',
        'Malformed methods close the connection with 503 when the method is unknown',
      ],
    },
    {
      feature: 'Channel that closes',
      behaviour:
        'After the broker closed a channel, all that still comes for it is passed over until ' +
        'Close-Ok; the other channels go on.',
      verdict: 'both',
      proofs: [
        'A channel that the broker closed ignores all but close-ok, and is free after it',
        'A channel closed from both sides at once is answered with close-ok',
        'A channel closing leaves the other channels of its connection alone',
        'A channel stays closed to a client that goes on after its fault, until Close-Ok',
      ],
    },
    {
      feature: 'Content out of order',
      behaviour:
        'A method within an unfinished publish, content without a publish, or a header of ' +
        'another class ends the connection with 505.',
      verdict: 'both',
      proofs: [
        'Content closes the connection with 505 when a method comes in place of its header',
        'Content closes the connection with 505 when a method comes in place of its body',
        'Content closes the connection with 505 when a header comes without a publish',
        'Content closes the connection with 505 when a body comes without a publish',
        'Content closes the connection with 505 when its header is of another class',
      ],
    },
  ],
};

function methodsOf(...classes: readonly string[]): string[] {
  return classes.map((name) => `METHODS holds every method of class ${name}`);
}
