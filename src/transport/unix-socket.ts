/**
 * Takes the path of a Unix socket for a listener: a file that a dead broker left there is replaced,
 * one behind which somebody listens is not. Called by listener.ts.
 */
import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { listening } from './listener.js';

/** What fits into the kernel's sockaddr_un on Linux and macOS, its end octet left out. */
const PATH_SIZE_MAX = 103;

export async function bindUnixSocket(server: Server, path: string, mode: number): Promise<void> {
  const size = Buffer.byteLength(path);
  if (size > PATH_SIZE_MAX) {
    throw new Error(
      `cannot listen on ${path}: the path of a Unix socket may have ${PATH_SIZE_MAX} octets, ` +
        `not ${size}`,
    );
  }
  await clearStale(path);
  // Nobody but the owner can connect until the mode is set: the usual umask takes away the right to
  // write, and connecting needs it.
  await listening(server, { path, backlog: 1024 }, (error) => describe(path, error));
  await chmod(path, mode);
}

async function clearStale(path: string): Promise<void> {
  const file = await lstat(path).catch(() => undefined);
  if (file === undefined) return;
  if (!file.isSocket()) {
    throw new Error(`cannot listen on ${path}: it is a file, and no socket; choose another path`);
  }
  if (await isAnswered(path)) {
    throw new Error(
      `cannot listen on ${path}: another process does; stop it or choose another path`,
    );
  }
  await unlink(path);
}

/** Only a refusal shows that nobody listens: a full backlog or missing rights do not. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
      });
  });
}

function describe(path: string, error: NodeJS.ErrnoException): string {
  const where = `cannot listen on ${path}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${where}: another process does; stop it or choose another path`;
    case 'EACCES':
      // libuv says so of a folder that is missing, too.
      return `${where}: there is no such folder, or this user may not write to it`;
    default:
      return `${where}: ${error.message}`;
  }
}
