/** The command's words: is it a broker to be started, or a verb? Used by main.ts. */

export type Command =
  /** With what tells of starting: no word at all, --version, and help about start. */
  | { readonly kind: 'start'; readonly args: readonly string[] }
  /** Of a broker that runs, for cli/. */
  | { readonly kind: 'verb'; readonly words: readonly string[] };

const HELP = ['help', '--help', '-h'];
const VERSION = ['--version', '-V'];

export function readCommand(words: readonly string[]): Command {
  const [command, ...rest] = words;
  if (command === undefined || command === 'start' || VERSION.includes(command)) {
    return { kind: 'start', args: words };
  }
  if (!HELP.includes(command)) return { kind: 'verb', words };
  if (rest[0] === 'start') return { kind: 'start', args: ['start', '--help'] };
  return { kind: 'verb', words: ['help', ...rest] };
}
