/**
 * How a broker refuses: the reply code and text of the channel.close or connection.close it sent,
 * as the scenarios compare them. stage.ts has every channel and connection watched from its birth.
 */
import type { Channel, ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { within } from './within.js';

export interface Fault {
  readonly code: number;
  readonly text: string;
}

type Watched = Channel | ChannelModel;

const faults = new WeakMap<Watched, Promise<Fault>>();

export function watchFault(watched: Watched): void {
  const fault = new Promise<Fault>((resolve) => {
    watched.on('error', (error: Error & { code?: number }) => {
      resolve({ code: error.code ?? 0, text: quoted(error.message) });
    });
  });
  faults.set(watched, fault);
}

/**
 * The action, or something before it, makes the broker close the channel or connection in this way.
 */
export async function expectFault(
  watched: Watched,
  expected: Fault,
  action: () => unknown = () => undefined,
): Promise<void> {
  const fault = faults.get(watched);
  if (fault === undefined) throw new Error('this channel is not watched: open it by the stage');
  // The call fails because its channel does; what is compared is the close itself.
  const outcome = Promise.resolve()
    .then(action)
    .catch((error: unknown) => error);
  const actual = await within(fault, `the close with ${expected.code} ${expected.text}`);
  await outcome;
  expect(actual).to.deep.equal({ code: expected.code, text: expected.text });
}

/** amqplib has the reply text inside of its own sentence. */
function quoted(message: string): string {
  return /with message "(.*)"$/s.exec(message)?.[1] ?? message;
}
