/** The verbs that carry users, vhosts, queues and the rest from one broker to another. */
import { path } from '../api.js';
import { Failure } from '../failure.js';
import { type Invocation, NOTHING, type Verb } from '../verb.js';

/** Of one vhost where one is named. */
function resourceOf(invocation: Invocation): string {
  const vhost = invocation.option('vhost');
  return vhost === undefined ? 'definitions' : path`definitions/${vhost}`;
}

export const DEFINITION_VERBS: readonly Verb[] = [
  {
    name: 'export_definitions',
    usage: '<file>',
    summary: 'Writes the definitions to a file, or with "-" to standard output.',
    // Standard output is for the definitions alone.
    banner: ({ args: [file] }) =>
      file === '-' ? '' : `Exporting definitions in JSON to a file at "${file}" ...`,
    run: async (invocation) => {
      const file = invocation.arg(0);
      const definitions = await invocation.api.get(resourceOf(invocation));
      if (file === '-')
        return { kind: 'value', value: definitions, text: JSON.stringify(definitions) };
      const text = `${JSON.stringify(definitions, undefined, 2)}\n`;
      orBadFile(() => {
        invocation.surroundings.writeFile(file, text);
      });
      return NOTHING;
    },
  },
  {
    name: 'import_definitions',
    usage: '[file]',
    summary: 'Makes what the definitions in a file, or from standard input, say.',
    banner: ({ args: [file] }) =>
      file === undefined
        ? 'Importing definitions in JSON from standard input ...'
        : `Importing definitions in JSON from a file at "${file}" ...`,
    run: async (invocation) => {
      const { surroundings, api } = invocation;
      const [file] = invocation.args;
      const text = orBadFile(() =>
        file === undefined ? surroundings.readInput() : surroundings.readFile(file),
      );
      await api.request('POST', resourceOf(invocation), parse(text, file ?? 'standard input'));
      return { kind: 'text', text: 'Successfully started definition import' };
    },
  },
];

/** The system's words name the file and what is wrong with it. */
function orBadFile<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new Failure('badData', (error as Error).message);
  }
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure('badData', `${where} holds no JSON: ${(error as Error).message}`);
  }
}
