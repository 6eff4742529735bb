/** A line to the broker that a program on Node can cut and mend: what a network does. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { url } from './program.mjs';

export class Proxy {
  #server;
  #sockets = new Set();
  #port = 0;

  static async open() {
    const proxy = new Proxy();
    await proxy.mend();
    return proxy;
  }

  get url() {
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String(this.#port);
    return through.href;
  }

  /** Whoever is connected loses the line; nobody gets in until it is mended. */
  async cut() {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    if (this.#server.listening) {
      this.#server.close();
      await once(this.#server, 'close');
    }
  }

  async mend() {
    const { hostname, port } = new URL(url);
    this.#server = createServer((near) => {
      const far = connect(Number(port || 5672), hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ]) {
        this.#sockets.add(from);
        from.on('error', () => {});
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = this.#server.address().port;
  }
}
