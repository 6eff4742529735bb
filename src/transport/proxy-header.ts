/**
 * The PROXY protocol, versions 1 and 2, as HAProxy's specification has it ("The PROXY protocol",
 * section 2): who connects to the proxy that connects to us. doorway.ts hands the bytes here.
 */
import { isIPv4, isIPv6 } from 'node:net';

/** Both ends of the connection to the proxy. */
export interface ProxiedEnds {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
}

export type ProxyHeader =
  /** More bytes are needed. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed'; readonly reason: string }
  /** Without ends the connection is the proxy's own (LOCAL), or nobody knows whose (UNKNOWN). */
  | { readonly kind: 'complete'; readonly size: number; readonly ends?: ProxiedEnds };

const SIGNATURE_1 = Buffer.from('PROXY ');
const SIGNATURE_2 = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** Section 2.1: "a 108-byte buffer is always enough", the end octet of a C string included. */
const LINE_SIZE_MAX = 107;
const FIXED_SIZE_2 = 16;
/** Addresses and what may follow them; the field could say 65,535. */
const VARIABLE_SIZE_MAX_2 = 4_096;

const INCOMPLETE: ProxyHeader = { kind: 'incomplete' };

export function readProxyHeader(bytes: Buffer): ProxyHeader {
  if (startsLike(bytes, SIGNATURE_1)) return readVersion1(bytes);
  if (startsLike(bytes, SIGNATURE_2)) return readVersion2(bytes);
  return malformed('no PROXY header');
}

/** True for a part of the signature too. */
function startsLike(bytes: Buffer, signature: Buffer): boolean {
  const size = Math.min(bytes.length, signature.length);
  return bytes.compare(signature, 0, size, 0, size) === 0;
}

/** PROXY TCP4 192.0.2.1 198.51.100.1 53011 5672 CR LF */
function readVersion1(bytes: Buffer): ProxyHeader {
  const end = bytes.indexOf('\r\n');
  if (end < 0 || end > LINE_SIZE_MAX - 2) {
    return bytes.length < LINE_SIZE_MAX && end < 0 ? INCOMPLETE : malformed('a line too long');
  }
  const line = bytes.toString('latin1', 0, end);
  const size = end + 2;
  if (/^PROXY UNKNOWN( |$)/.test(line)) return { kind: 'complete', size };
  const words = line.split(' ');
  const [, family, source = '', destination = ''] = words;
  const isAddress = family === 'TCP4' ? isIPv4 : family === 'TCP6' ? isIPv6 : undefined;
  const remotePort = readPort(words[4]);
  const localPort = readPort(words[5]);
  const isRight = words.length === 6 && isAddress?.(source) && isAddress(destination);
  if (isRight !== true || remotePort === undefined || localPort === undefined) {
    return malformed(`a version 1 header that says ${JSON.stringify(line)}`);
  }
  const ends = { remoteAddress: source, remotePort, localAddress: destination, localPort };
  return { kind: 'complete', size, ends };
}

const COMMAND_LOCAL = 0x20;
const COMMAND_PROXY = 0x21;
const UNSPECIFIED = 0x00;

/** Section 2.2: signature, version and command, family and transport, length, addresses. */
function readVersion2(bytes: Buffer): ProxyHeader {
  if (bytes.length < FIXED_SIZE_2) return INCOMPLETE;
  const command = bytes.readUInt8(12);
  const family = bytes.readUInt8(13);
  const variableSize = bytes.readUInt16BE(14);
  if (command !== COMMAND_LOCAL && command !== COMMAND_PROXY) {
    return malformed(`a version 2 header with version and command 0x${command.toString(16)}`);
  }
  if (variableSize > VARIABLE_SIZE_MAX_2) return malformed('a version 2 header too long');
  const size = FIXED_SIZE_2 + variableSize;
  if (bytes.length < size) return INCOMPLETE;
  if (command === COMMAND_LOCAL || family === UNSPECIFIED) return { kind: 'complete', size };
  const addressSize = ADDRESS_SIZES.get(family);
  if (addressSize === undefined) {
    return malformed(`a version 2 header with family and transport 0x${family.toString(16)}`);
  }
  if (variableSize < 2 * addressSize + 4) return malformed('a version 2 header too short');
  return { kind: 'complete', size, ends: readEnds(bytes, addressSize) };
}

/** By family and transport: TCP over IPv4 and IPv6. */
const ADDRESS_SIZES: ReadonlyMap<number, number> = new Map([
  [0x11, 4],
  [0x21, 16],
]);

function readEnds(bytes: Buffer, addressSize: number): ProxiedEnds {
  const source = FIXED_SIZE_2;
  const destination = source + addressSize;
  const ports = destination + addressSize;
  const addressAt = addressSize === 4 ? ipv4At : ipv6At;
  return {
    remoteAddress: addressAt(bytes, source),
    remotePort: bytes.readUInt16BE(ports),
    localAddress: addressAt(bytes, destination),
    localPort: bytes.readUInt16BE(ports + 2),
  };
}

function ipv4At(bytes: Buffer, offset: number): string {
  return bytes.subarray(offset, offset + 4).join('.');
}

/** The URL parser knows the canonical text of RFC 5952. */
function ipv6At(bytes: Buffer, offset: number): string {
  const groups: string[] = [];
  for (let at = offset; at < offset + 16; at += 2) groups.push(bytes.readUInt16BE(at).toString(16));
  const mapped = /^0:0:0:0:0:ffff:/.test(groups.join(':'));
  if (mapped) return `::ffff:${ipv4At(bytes, offset + 12)}`;
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function readPort(word = ''): number | undefined {
  const port = /^\d{1,5}$/.test(word) ? Number(word) : 65_536;
  return port <= 65_535 ? port : undefined;
}

function malformed(reason: string): ProxyHeader {
  return { kind: 'malformed', reason };
}
