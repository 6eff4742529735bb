/** The body of a message as people read it: JSON with indents, text, or octets in hex. */

export interface BodyForm {
  readonly kind: 'JSON' | 'Text' | 'Hex';
  /** Made when it is shown. */
  readonly text: () => string;
}

/** What the API gave, and how large the whole body is. */
interface Payload {
  readonly payload: string;
  readonly payload_encoding: string;
  readonly payload_bytes: number;
}

export const HEX_BYTES_MAX = 4_096;
const ROW_BYTES = 16;

/** As the API gives it: a text, or octets in base64. The most readable form first. */
export function bodyForms(payload: string, encoding: string): readonly BodyForm[] {
  const hex = { kind: 'Hex', text: () => hexDump(bytesOf(payload, encoding)) } as const;
  if (encoding === 'base64') return [hex];
  const text = { kind: 'Text', text: () => payload } as const;
  const pretty = prettyJson(payload);
  return pretty === undefined ? [text, hex] : [{ kind: 'JSON', text: () => pretty }, text, hex];
}

/** Is it the beginning only? */
export function isCut(message: Payload): boolean {
  const { payload, payload_encoding: encoding, payload_bytes: size } = message;
  return bytesOf(payload, encoding).length < size;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/xml': 'xml',
};

/** "message-7.json", by its content type. */
export function fileNameOf(number: number, properties: object): string {
  const type = 'content_type' in properties ? String(properties.content_type) : '';
  const [plain = ''] = type.toLowerCase().split(';');
  const ending = Object.hasOwn(ENDINGS, plain.trim()) ? ENDINGS[plain.trim()] : undefined;
  return `message-${number}.${ending ?? 'bin'}`;
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
    JSON.parse(text);
    return indented(text);
  } catch {
    // It only looks like JSON.
    return undefined;
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const INDENT_MAX = 40;

/** Each value stays as it is written: numbers may have more digits than JavaScript keeps. */
function indented(json: string): string {
  let text = '';
  let depth = 0;
  let before = '';
  for (const [token] of json.matchAll(TOKENS)) {
    const opens = before === '{' || before === '[';
    const closes = token === '}' || token === ']';
    if (closes) depth--;
    // Nothing stands between the two of an empty one.
    if (opens !== closes) text += lineAt(depth);
    text += token;
    if (token === ',') text += lineAt(depth);
    else if (token === ':') text += ' ';
    else if (token === '{' || token === '[') depth++;
    before = token;
  }
  return text;
}

function lineAt(depth: number): string {
  return `\n${'  '.repeat(Math.min(depth, INDENT_MAX))}`;
}
