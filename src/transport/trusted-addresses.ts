/**
 * A list of addresses and networks, as an option gives it: "10.0.0.7", "10.1.0.0/16", "fd00::/8".
 * Asked by doorway.ts who may speak for others.
 */
import { BlockList, isIP } from 'node:net';
import { withoutMapping } from './address.js';

/** Node has the arithmetic, under the name of its other use. */
export class TrustedAddresses {
  readonly #list = new BlockList();

  /** Throws on what is neither address nor network. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  includes(address: string): boolean {
    const plain = withoutMapping(address);
    const version = isIP(plain);
    return version !== 0 && this.#list.check(plain, familyOf(version));
  }

  #add(entry: string): void {
    const [address = '', prefix, ...rest] = entry.split('/');
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    if (version === 0 || length < 0 || length > bits || rest.length > 0) {
      throw new Error(`${JSON.stringify(entry)} is neither an address nor a network`);
    }
    this.#list.addSubnet(address, length, familyOf(version));
  }
}

function familyOf(version: number): 'ipv4' | 'ipv6' {
  return version === 4 ? 'ipv4' : 'ipv6';
}
