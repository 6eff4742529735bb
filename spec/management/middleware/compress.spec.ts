import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import Koa from 'koa';
import { compress } from '../../../src/management/middleware/compress.js';

const LONG = Array.from({ length: 200 }, (_, index) => ({ name: `queue ${index}`, messages: 0 }));

describe('Compression of answers', () => {
  let server: Server;
  let answer: (ctx: Koa.Context) => void;
  let faults: string[];

  beforeEach(async () => {
    faults = [];
    const app = new Koa();
    app.on('error', ({ message }: Error) => faults.push(message));
    app.use((ctx, next) => {
      ctx.set('content-type', 'application/json');
      return next();
    });
    app.use(compress);
    app.use((ctx) => {
      answer(ctx);
    });
    const handle = app.callback();
    server = createServer((request, response) => void handle(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** As it comes over the wire. */
  async function ask(method = 'GET', accepts: string | null = 'gzip, deflate') {
    const { port } = server.address() as AddressInfo;
    const headers = accepts === null ? {} : { 'accept-encoding': accepts };
    const request = get({ host: '127.0.0.1', port, method, headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return { headers: response.headers, bytes: await buffer(response) };
  }

  const unzipped = (bytes: Buffer): unknown => JSON.parse(gunzipSync(bytes).toString());

  it('makes a large one small, and says so', async () => {
    answer = (ctx) => (ctx.body = LONG);
    const { headers, bytes } = await ask();
    expect(headers).to.include({
      'content-encoding': 'gzip',
      'content-length': String(bytes.length),
      'content-type': 'application/json',
    });
    expect(bytes.length).to.be.below(JSON.stringify(LONG).length / 4);
    expect(unzipped(bytes)).to.deep.equal(LONG);
  });

  it('leaves a small one alone: less than 300 bytes', async () => {
    for (const [size, isCompressed] of [
      [299, false],
      [300, true],
    ] as const) {
      // An accent takes two bytes, and so do the quotes.
      const body = `é${'x'.repeat(size - 4)}`;
      answer = (ctx) => (ctx.body = { toJSON: () => body });
      const { headers, bytes } = await ask();
      expect(headers['content-encoding'], String(size)).to.equal(isCompressed ? 'gzip' : undefined);
      const text = isCompressed ? gunzipSync(bytes).toString() : bytes.toString();
      expect(JSON.parse(text)).to.equal(body);
      expect(Buffer.byteLength(text)).to.equal(size);
    }
  });

  it('takes texts and bytes, too', async () => {
    const text = JSON.stringify(LONG);
    for (const body of [text, Buffer.from(text)]) {
      answer = (ctx) => (ctx.body = body);
      expect(unzipped((await ask()).bytes)).to.deep.equal(LONG);
    }
  });

  it('is for those who take it', async () => {
    answer = (ctx) => (ctx.body = LONG);
    for (const accepts of [null, 'identity', 'br', 'gzip;q=0', 'gzip;q=0.1, identity']) {
      const { headers, bytes } = await ask('GET', accepts);
      expect(headers['content-encoding'], String(accepts)).to.equal(undefined);
      expect(JSON.parse(bytes.toString())).to.deep.equal(LONG);
    }
    expect((await ask('GET', '*')).headers['content-encoding']).to.equal('gzip');
  });

  it('compresses a list that is written in pieces, piece by piece', async () => {
    answer = (ctx) => (ctx.body = Readable.from(['[1,', '2]'], { objectMode: false }));
    const { headers, bytes } = await ask();
    expect(headers).to.include({ 'content-encoding': 'gzip', 'transfer-encoding': 'chunked' });
    expect(unzipped(bytes)).to.deep.equal([1, 2]);
  });

  it('breaks off where a list does', async () => {
    function* pieces() {
      yield '[1,';
      throw new Error('no more');
    }
    answer = (ctx) => (ctx.body = Readable.from(pieces(), { objectMode: false }));
    const fault = await ask().then(
      () => undefined,
      (error: Error) => error,
    );
    expect(fault).to.be.an.instanceof(Error);
    expect(faults).to.include('no more');
  });

  it('gives up the rest of a list when its reader goes', async () => {
    let end: (reason: string) => void = () => {};
    const ended = new Promise<string>((resolve) => (end = resolve));
    async function* pieces() {
      try {
        for (;;) {
          yield 'x'.repeat(65_536);
          await new Promise(setImmediate);
        }
      } finally {
        end('given up');
      }
    }
    answer = (ctx) => (ctx.body = Readable.from(pieces(), { objectMode: false }));
    const { port } = server.address() as AddressInfo;
    const request = get({ host: '127.0.0.1', port, headers: { 'accept-encoding': 'gzip' } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.destroy();
    expect(await ended).to.equal('given up');
  });

  it('has nothing to do for HEAD, an empty answer, and other types', async () => {
    const answers: Record<string, (ctx: Koa.Context) => void> = {
      'an empty one': (ctx) => (ctx.body = null),
      'a stream of events': (ctx) => {
        ctx.set('content-type', 'text/event-stream');
        ctx.body = 'x'.repeat(1_000);
      },
      'one that has been compressed': (ctx) => {
        ctx.set('content-encoding', 'br');
        ctx.body = 'x'.repeat(1_000);
      },
      'one that is written elsewhere': (ctx) => {
        ctx.respond = false;
        ctx.res.end('x'.repeat(1_000));
      },
    };
    for (const [name, made] of Object.entries(answers)) {
      answer = made;
      expect((await ask()).headers['content-encoding'], name).not.to.equal('gzip');
    }
    answer = (ctx) => (ctx.body = LONG);
    expect((await ask('HEAD')).headers['content-encoding']).to.equal(undefined);
  });
});
