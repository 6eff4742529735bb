/**
 * Scenarios of the table that one broker is known not to pass, with the reason. Keys are the
 * product name that the broker announces, the client, the scenario. A name that there is not fails
 * the run, and so does a scenario that passes.
 */
import type { Client } from './client.js';

export type ClientDifferences = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>;

const NOT_ESCAPED = '3.10 does not escape a quote in a name: the text cannot be parsed';

export const clientDifferences: ClientDifferences = {
  RabbitMQ: {
    prometheus: {
      metrics: 'promtool objects to the names of counters and of units in 3.10',
      'per-object': NOT_ESCAPED,
      detailed: NOT_ESCAPED,
    },
  },
};

/** Names that no client or scenario has: a difference under them would be forgotten silently. */
export function findUnknown(differences: ClientDifferences, clients: readonly Client[]): string[] {
  const problems: string[] = [];
  for (const byClient of Object.values(differences)) {
    for (const [name, reasons] of Object.entries(byClient)) {
      const client = clients.find((one) => one.name === name);
      if (client === undefined) problems.push(`no client '${name}'`);
      for (const scenario of Object.keys(reasons)) {
        if (client?.scenarios.includes(scenario) === false) {
          problems.push(`no scenario '${scenario}' of ${name}`);
        }
      }
    }
  }
  return problems;
}
