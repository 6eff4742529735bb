/**
 * Bytes of AMQP 0-9-1 by hand, for what no client library would send. Each function gives the
 * octets of one value; a frame or method is their concatenation.
 */
export const encode = {
  octet: (value: number): Buffer => Buffer.from([value]),

  short(value: number): Buffer {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16BE(value);
    return bytes;
  },

  long(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  },

  longlong(value: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    return bytes;
  },

  shortString(value: string | Buffer): Buffer {
    const text = Buffer.from(value);
    return Buffer.concat([encode.octet(text.length), text]);
  },

  longString(value: string | Buffer): Buffer {
    const text = Buffer.from(value);
    return Buffer.concat([encode.long(text.length), text]);
  },

  /** Consecutive bits share an octet, the first in the lowest place. */
  bits(...values: boolean[]): Buffer {
    return encode.octet(
      values.reduce((octet, value, index) => octet | (Number(value) << index), 0),
    );
  },

  /** Entries are given as encoded by field(). */
  table(...entries: Buffer[]): Buffer {
    return encode.longString(Buffer.concat(entries));
  },

  field(name: string, tag: string, value: Buffer): Buffer {
    return Buffer.concat([encode.shortString(name), Buffer.from(tag), value]);
  },

  method(classId: number, methodId: number, ...fields: Buffer[]): Buffer {
    return Buffer.concat([encode.short(classId), encode.short(methodId), ...fields]);
  },

  /** Content header of class basic; the property list is given as flags and encoded values. */
  contentHeader(bodySize: number, flags = 0, ...properties: Buffer[]): Buffer {
    return Buffer.concat([
      encode.short(60),
      encode.short(0),
      encode.longlong(bodySize),
      encode.short(flags),
      ...properties,
    ]);
  },

  frame(type: number, channel: number, payload: Buffer, end = 0xce): Buffer {
    return Buffer.concat([
      encode.octet(type),
      encode.short(channel),
      encode.longString(payload),
      encode.octet(end),
    ]);
  },
};
