/**
 * Which web pages may open a WebSocket or call the HTTP API. A browser lets any page of the web
 * talk to the user's own machine, where guest may log in: so a page must come from the same host,
 * or be listed. Asked by web-listener.ts.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackAddress } from './address.js';

/** Refused; or let in, and as near as its socket or not. */
export type OriginVerdict = 'refused' | 'near' | 'far';

export function judgeOrigin(
  headers: IncomingHttpHeaders,
  listed: readonly string[],
): OriginVerdict {
  const { origin, host = '' } = headers;
  // Only a proxy adds these: the client is somewhere behind it.
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const near = isForwarded ? 'far' : 'near';
  // No browser.
  if (origin === undefined) return near;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  if (page === undefined || page.host === '') return 'refused';
  if (listed.some((entry) => entry.toLowerCase() === page.host || entry === origin)) return near;
  const own = `${page.protocol}//${host}`;
  if (!URL.canParse(own) || new URL(own).host !== page.host) return 'refused';
  // A name that somebody else's DNS leads to this machine is not this machine.
  return isThisMachine(page.hostname) ? near : 'far';
}

/**
 * The same for a plain request. A browser names no origin when a page reads from its own host, so
 * the host has to be a name of this machine for the request to be near.
 */
export function judgeRequest(
  headers: IncomingHttpHeaders,
  listed: readonly string[],
): OriginVerdict {
  const verdict = judgeOrigin(headers, listed);
  const host = `http://${headers.host ?? ''}`;
  if (verdict !== 'near' || headers.origin !== undefined) return verdict;
  return URL.canParse(host) && isThisMachine(new URL(host).hostname) ? 'near' : 'far';
}

function isThisMachine(hostname: string): boolean {
  const plain = hostname.replace(/^\[(.*)\]$/, '$1');
  return plain === 'localhost' || plain.endsWith('.localhost') || isLoopbackAddress(plain);
}
