/**
 * Nanoseconds per call of the wire codec's hot paths: `npx tsc -b src/amqp/wire && node
 * bench/wire.mjs`. The best of several trials, because the machine is shared; compare runs of one
 * day only.
 */
import {
  AckArguments,
  PublishArguments,
  readAck,
  readPublish,
} from '../dist/src/amqp/wire/basic.js';
import { HeaderScratch, readHeader } from '../dist/src/amqp/wire/content-header.js';
import { FrameReader } from '../dist/src/amqp/wire/frame-reader.js';
import { FrameWriter } from '../dist/src/amqp/wire/frame-writer.js';
import { encodeMethod } from '../dist/src/amqp/wire/methods.js';
import { NameCache } from '../dist/src/amqp/wire/name-cache.js';
import { encodeProperties } from '../dist/src/amqp/wire/properties.js';
import { shortString } from '../dist/src/amqp/wire/short-string.js';

const TRIALS = 7;
const TRIAL_MS = 150;

/** `batch` runs the measured call `callCount` times. */
function measure(name, callCount, batch) {
  let best = Infinity;
  for (let trial = 0; trial < TRIALS; trial++) {
    const start = process.hrtime.bigint();
    const deadline = start + BigInt(TRIAL_MS) * 1_000_000n;
    let calls = 0;
    let now = start;
    while (now < deadline) {
      batch();
      calls += callCount;
      now = process.hrtime.bigint();
    }
    best = Math.min(best, Number(now - start) / calls);
  }
  console.log(`${name.padEnd(52)} ${best.toFixed(0).padStart(7)} ns`);
}

function frame(type, channel, payload) {
  const bytes = Buffer.alloc(payload.length + 8);
  bytes[0] = type;
  bytes.writeUInt16BE(channel, 1);
  bytes.writeUInt32BE(payload.length, 3);
  payload.copy(bytes, 7);
  bytes[payload.length + 7] = 206;
  return bytes;
}

function header(bodySize, properties) {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(60, 0);
  fixed.writeBigUInt64BE(BigInt(bodySize), 4);
  return Buffer.concat([fixed, encodeProperties(properties)]);
}

const PLAIN = { deliveryMode: 2 };
const RICH = {
  contentType: 'application/json',
  headers: new Map([
    ['x-trace', { type: 'S', value: '4bf92f3577b34da6a3ce929d0e0e4736' }],
    ['attempt', { type: 'I', value: 3 }],
    ['urgent', { type: 't', value: true }],
  ]),
  deliveryMode: 2,
  correlationId: '5f2c1a',
  messageId: '0190e0d4',
  timestamp: 1700000000,
};

function publishOf(routingKey) {
  return encodeMethod('basic.publish', {
    exchange: 'orders',
    routingKey,
    mandatory: false,
    immediate: false,
  });
}

function stream(bodySize, properties, keyCount, chunkSize) {
  const frames = [];
  for (let i = 0; i < 4096; i++) {
    frames.push(frame(1, 1, publishOf(`eu.created.${i % keyCount}`)));
    frames.push(frame(2, 1, header(bodySize, properties)));
    if (bodySize > 0) frames.push(frame(3, 1, Buffer.alloc(bodySize, 7)));
  }
  const bytes = Buffer.concat(frames);
  const chunks = [];
  for (let at = 0; at < bytes.length; at += chunkSize) {
    chunks.push(Buffer.from(bytes.subarray(at, at + chunkSize)));
  }
  return chunks;
}

function measureReader(name, chunks) {
  const names = new NameCache();
  const publish = new PublishArguments();
  const scratch = new HeaderScratch();
  let octets = 0;
  const sink = {
    onMethod: (_channel, buffer, start, end) => readPublish(buffer, start, end, publish, names),
    onHeader: (_channel, buffer, start, end) => readHeader(buffer, start, end, scratch),
    onBody(_channel, _buffer, start, end) {
      octets += end - start;
    },
    onHeartbeat() {},
  };
  const reader = new FrameReader(sink, 131072);
  measure(name, 4096, () => {
    for (const chunk of chunks) reader.push(chunk);
  });
  return octets;
}

function measureDeliver(name, bodySize, properties, left) {
  const names = Buffer.concat([shortString('orders'), shortString('eu.created.17')]);
  const list = encodeProperties(properties);
  const content = Buffer.concat([names, list, Buffer.alloc(bodySize, 7)]);
  const bodyStart = names.length + list.length;
  const tag = shortString('amq.ctag-1k2j3h4g5f6d7s8a9');
  const writer = new FrameWriter(() => left);
  writer.frameMax = 131072;
  let deliveryTag = 0;
  measure(name, 256, () => {
    for (let i = 0; i < 256; i++) {
      writer.deliver(1, tag, ++deliveryTag, false, content, names.length, bodyStart);
    }
    writer.flush();
  });
}

const one = publishOf('eu.created.17');
const names = new NameCache();
const publish = new PublishArguments();
measure('readPublish', 1000, () => {
  for (let i = 0; i < 1000; i++) readPublish(one, 0, one.length, publish, names);
});
const scratch = new HeaderScratch();
for (const [name, properties] of Object.entries({ none: {}, PLAIN, RICH })) {
  const bytes = header(20, properties);
  measure(`readHeader, properties ${name}`, 1000, () => {
    for (let i = 0; i < 1000; i++) readHeader(bytes, 0, bytes.length, scratch);
  });
}
const ack = encodeMethod('basic.ack', { deliveryTag: 123456, multiple: false });
const ackArguments = new AckArguments();
measure('readAck', 1000, () => {
  for (let i = 0; i < 1000; i++) readAck(ack, 0, ack.length, ackArguments);
});

measureReader('message in, 20 octets, one key', stream(20, PLAIN, 1, 65536));
measureReader('message in, 20 octets, 256 keys', stream(20, PLAIN, 256, 65536));
measureReader('message in, 20 octets, 4096 keys', stream(20, PLAIN, 4096, 65536));
measureReader('message in, 20 octets, rich properties', stream(20, RICH, 1, 65536));
measureReader('message in, 1 KiB', stream(1024, PLAIN, 1, 65536));
measureReader('message in, 20 octets, chunks of 100', stream(20, PLAIN, 1, 100));

measureDeliver('message out, 20 octets', 20, PLAIN, true);
measureDeliver('message out, 20 octets, rich properties', 20, RICH, true);
measureDeliver('message out, 20 octets, slab kept', 20, PLAIN, false);
measureDeliver('message out, 1 KiB', 1024, PLAIN, true);
measureDeliver('message out, 15 KiB', 15 * 1024, PLAIN, true);
measureDeliver('message out, 64 KiB by reference', 65536, PLAIN, true);
