/**
 * What a provocation is made of: steps, each some frames of one client and the methods that answer
 * them. methods.ts and content.ts build the well-formed ones; play.ts plays them.
 */
import { encode } from '../support/raw/encode.js';
import { METHOD_FRAME } from '../support/raw/raw-peer.js';

export interface Step {
  /** Octets to be sent; the channel is for those that are frames. */
  readonly bytes: (channel: number) => Buffer;
  readonly channel: number;
  /** Ids of the methods that answer it ("50.11"); none for what is not answered. */
  readonly replies: readonly string[];
  /** By a second connection of the same user. */
  readonly isByAnother?: true;
}

/** Names that belong to one provocation alone, the same on both brokers. */
export interface Names {
  readonly queue: string;
  readonly otherQueue: string;
  readonly exchange: string;
  readonly otherExchange: string;
}

export type Provocation = (names: Names) => readonly Step[];

/** By name: what is done, in words. */
export type Provocations = Readonly<Record<string, Provocation>>;

/** A method with a definition of its own in methods.ts is better built there. */
export function method(id: string, replies: readonly string[], ...fields: readonly Buffer[]): Step {
  const [classId = 0, methodId = 0] = id.split('.').map(Number);
  return frame(METHOD_FRAME, encode.method(classId, methodId, ...fields), replies);
}

export function frame(type: number, payload: Buffer, replies: readonly string[] = []): Step {
  return { bytes: (channel) => encode.frame(type, channel, payload), channel: 1, replies };
}

export function octets(bytes: Buffer, replies: readonly string[] = []): Step {
  return { bytes: () => bytes, channel: 0, replies };
}

export function onChannel(channel: number, step: Step): Step {
  return { ...step, channel };
}

export function byAnother(step: Step): Step {
  return { ...step, isByAnother: true };
}
