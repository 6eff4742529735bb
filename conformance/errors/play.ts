/**
 * Plays one provocation on one broker: sends step after step, takes down what is answered until the
 * broker closes something or all is said, and tries what still works. compare.ts has it played on
 * both.
 */
import { Decoder } from '../support/raw/decoder.js';
import { encode } from '../support/raw/encode.js';
import { METHOD_FRAME, RawPeer, type RawFrame } from '../support/raw/raw-peer.js';
import { basicQos, channelOpen, login } from './methods.js';
import type { Outcome } from './outcome.js';
import { onChannel, type Step } from './step.js';

/** Between handshake and hang-up RabbitMQ lets whoever erred wait for three seconds. */
const ANSWER_LIMIT_MS = 15_000;
const CHANNEL_CLOSE = '20.40';
const CONNECTION_CLOSE = '10.50';
const HUNG_UP = 'hung up';

export async function play(url: string, steps: readonly Step[]): Promise<Outcome> {
  const player = new Player(url);
  try {
    return await player.play(steps);
  } finally {
    await player.leave();
  }
}

type End = Omit<Outcome, 'answers' | 'afterwards'> & { readonly peer: RawPeer; channel: number };

class Player {
  readonly #url: string;
  readonly #answers: string[] = [];
  #peer: RawPeer | undefined;
  #another: RawPeer | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async play(steps: readonly Step[]): Promise<Outcome> {
    this.#peer = await RawPeer.connect(undefined, this.#url);
    const end = await this.#playAll(steps);
    const afterwards = end === undefined ? 'all goes on' : await this.#afterwards(end);
    const { scope, code, text, cause } = end ?? NOTHING;
    return { scope, code, text, cause, answers: this.#answers, afterwards };
  }

  async leave(): Promise<void> {
    await this.#peer?.abort();
    await this.#another?.abort();
  }

  async #playAll(steps: readonly Step[]): Promise<End | undefined> {
    let end: End | undefined;
    for (const step of steps) {
      const peer = step.isByAnother === true ? await this.#anotherPeer() : this.#peer;
      if (peer === undefined) throw new Error('nobody is connected');
      peer.send(step.bytes(step.channel));
      end = await this.#readReply(peer, step.replies);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  async #anotherPeer(): Promise<RawPeer> {
    if (this.#another !== undefined) return this.#another;
    this.#another = await RawPeer.connect(undefined, this.#url);
    for (const step of [...login, channelOpen()]) {
      this.#another.send(step.bytes(step.channel));
      if (step.replies.length > 0) await this.#another.nextFrame();
    }
    return this.#another;
  }

  /** Up to one of the replies; undefined if it came, and the end that came instead otherwise. */
  async #readReply(peer: RawPeer, replies: readonly string[]): Promise<End | undefined> {
    while (replies.length > 0) {
      const frame = await nextFrame(peer);
      if (typeof frame === 'string') {
        return { scope: frame, code: 0, text: '', cause: '', peer, channel: 0 };
      }
      if (frame.type !== METHOD_FRAME) continue;
      const args = new Decoder(frame.payload);
      const id = `${args.short()}.${args.short()}`;
      if (id === CHANNEL_CLOSE || id === CONNECTION_CLOSE) {
        const scope = id === CHANNEL_CLOSE ? 'channel' : 'connection';
        return { scope, ...readClose(args), peer, channel: frame.channel };
      }
      this.#answers.push(id);
      if (replies.includes(id)) return undefined;
    }
    return undefined;
  }

  async #afterwards({ scope, peer, channel }: End): Promise<string> {
    if (scope === 'channel') {
      peer.channelCloseOk(channel);
      for (const step of [channelOpen(channel), onChannel(channel, basicQos())]) {
        peer.send(step.bytes(channel));
        const end = await this.#readReply(peer, step.replies);
        if (end !== undefined) return `channel ${channel} is of no use: ${end.scope} ${end.text}`;
      }
      return `channel ${channel} can be opened again`;
    }
    if (scope === 'connection') {
      peer.method(0, encode.method(10, 51));
      const last = await nextFrame(peer);
      return last === 'socket' ? HUNG_UP : 'the connection stays';
    }
    return scope === 'socket' ? HUNG_UP : 'unknown';
  }
}

const NOTHING = { scope: 'nothing', code: 0, text: '', cause: '' } as const;

async function nextFrame(peer: RawPeer): Promise<RawFrame | 'socket' | 'silence'> {
  try {
    return await peer.nextFrame(ANSWER_LIMIT_MS);
  } catch {
    // Nothing came: because the line is cut, or until the limit.
    return peer.hasEnded ? 'socket' : 'silence';
  }
}

function readClose(args: Decoder): Pick<Outcome, 'code' | 'text' | 'cause'> {
  const code = args.short();
  const text = args.shortOctets().toString('latin1');
  return { code, text, cause: `${args.short()}.${args.short()}` };
}
