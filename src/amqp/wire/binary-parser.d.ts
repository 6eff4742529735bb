/**
 * The part of binary-parser that methods.ts uses. The package has declarations, but its exports map
 * hides them from an `import`.
 */
declare module 'binary-parser' {
  export class Parser {
    endianness(endianness: 'big' | 'little'): this;
    uint8(name: string): this;
    uint16(name: string): this;
    uint32(name: string): this;
    /** Gives a bigint. */
    uint64(name: string): this;
    buffer(name: string, options: { length: string }): this;
    seek(length: string): this;
    saveOffset(name: string): this;
    parse(buffer: Uint8Array): Record<string, unknown>;
  }
}
