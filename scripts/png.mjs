/**
 * Makes a screenshot small: the same picture with a palette of 256 colours, which is what a page of
 * text and lines has, but for the edges of letters. Used by screenshots.mjs.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLORS_MAX = 256;
const TRUECOLOR = 2;
const PALETTE = 3;

/** Of a PNG with 8 bits for red, green and blue, as Chromium writes them. */
export function withPalette(png) {
  const { width, height, pixels } = decode(png);
  const counts = new Map();
  for (let at = 0; at < pixels.length; at += 3) {
    const color = pixels.readUIntBE(at, 3);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = chooseColors(counts);
  const indices = new Map(palette.map((color, index) => [color, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const color = pixels.readUIntBE(at, 3);
      let index = indices.get(color);
      if (index === undefined) indices.set(color, (index = nearest(palette, color)));
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  return encode({ width, height, palette, rows });
}

/**
 * The most frequent ones, but each some way from those that were taken before: the greys of letters
 * would leave no place for the colours of lines.
 */
function chooseColors(counts) {
  const byCount = [...counts].sort(([, a], [, b]) => b - a).map(([color]) => color);
  for (let apart = 0; ; apart += 2) {
    const chosen = [];
    for (const color of byCount) {
      if (chosen.length > COLORS_MAX) break;
      if (chosen.every((each) => distance(each, color) > apart)) chosen.push(color);
    }
    if (chosen.length <= COLORS_MAX) return chosen;
  }
}

function distance(a, b) {
  const [red, green, blue] = [16, 8, 0].map((shift) => ((a >> shift) & 255) - ((b >> shift) & 255));
  return Math.max(Math.abs(red), Math.abs(green), Math.abs(blue));
}

function nearest(palette, color) {
  let best = 0;
  for (let index = 1; index < palette.length; index++) {
    if (distance(palette[index], color) < distance(palette[best], color)) best = index;
  }
  return best;
}

function decode(png) {
  const data = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body[8] !== 8 || body[9] !== TRUECOLOR) throw new Error('8 bits of RGB are expected');
    } else if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(data)), width * 3, height) };
}

/** Each row begins with the way in which it tells its octets by those before and above. */
function unfilter(rows, stride, height) {
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= 3 ? pixels[at - 3] : 0;
      const above = y > 0 ? pixels[at - stride] : 0;
      const corner = x >= 3 && y > 0 ? pixels[at - stride - 3] : 0;
      const guess = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter];
      pixels[at] = rows[y * (stride + 1) + 1 + x] + guess;
    }
  }
  return pixels;
}

function paeth(left, above, corner) {
  const [a, b, c] = [left, above, corner].map((each) => Math.abs(left + above - corner - each));
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

function encode({ width, height, palette, rows }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE], 8);
  const colors = Buffer.alloc(palette.length * 3);
  palette.forEach((color, index) => colors.writeUIntBE(color, index * 3, 3));
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', colors),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type, body) {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
