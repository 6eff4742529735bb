/**
 * All provocations by name. Those on a channel get the handshake before and a question after, whose
 * answer says that nothing went wrong.
 */
import { basicQos, channelOpen, login } from './methods.js';
import { consuming } from './provocations/consuming.js';
import { exchanges } from './provocations/exchanges.js';
import { wire } from './provocations/frames.js';
import { handshake } from './provocations/handshake.js';
import { pluginExchanges } from './provocations/plugin-exchanges.js';
import { publishing } from './provocations/publishing.js';
import { queueArguments } from './provocations/queue-arguments.js';
import { queues } from './provocations/queues.js';
import type { Names, Provocation, Provocations } from './step.js';

export const catalogue: ReadonlyMap<string, Provocation> = new Map([
  ...onChannel(queueArguments),
  ...onChannel(queues),
  ...onChannel(exchanges),
  ...onChannel(pluginExchanges),
  ...onChannel(publishing),
  ...onChannel(consuming),
  ...onChannel(wire),
  ...Object.entries(handshake),
]);

function onChannel(provocations: Provocations): [string, Provocation][] {
  return Object.entries(provocations).map(([name, provocation]) => [
    name,
    (names: Names) => [...login, channelOpen(), ...provocation(names), basicQos()],
  ]);
}
