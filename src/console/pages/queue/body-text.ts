/** The body of a message as people read it: JSON with indents, text, or octets in hex. */

export interface BodyText {
  readonly kind: 'JSON' | 'text' | 'binary';
  readonly text: string;
}

export const HEX_BYTES_MAX = 4_096;
const ROW_BYTES = 16;

/** As the API gives it: a text, or octets in base64. */
export function bodyText(payload: string, encoding: string): BodyText {
  if (encoding === 'base64') return { kind: 'binary', text: hexDump(bytesOf(payload, encoding)) };
  const pretty = prettyJson(payload);
  return pretty === undefined ? { kind: 'text', text: payload } : { kind: 'JSON', text: pretty };
}

export function bytesOf(payload: string, encoding: string): Uint8Array {
  if (encoding !== 'base64') return new TextEncoder().encode(payload);
  return Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
}

/** Offset, octets, and what is ASCII of them; of a long body the beginning. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  const end = Math.min(bytes.length, HEX_BYTES_MAX);
  for (let offset = 0; offset < end; offset += ROW_BYTES) {
    const row = [...bytes.subarray(offset, Math.min(offset + ROW_BYTES, end))];
    const octets = row.map((octet) => octet.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((octet) => (octet >= 0x20 && octet < 0x7f ? octet : 0x2e));
    const start = offset.toString(16).padStart(6, '0');
    lines.push(`${start}  ${octets.padEnd(ROW_BYTES * 3)} ${String.fromCharCode(...text)}`);
  }
  if (bytes.length > end) lines.push(`… ${bytes.length - end} more bytes`);
  return lines.join('\n');
}

/** Only of what is more than a word or a number; those are the same either way. */
function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // It only looks like JSON.
    return undefined;
  }
}
