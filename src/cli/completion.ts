/** Scripts that complete verbs and options in bash, zsh and fish. Used by run.ts. */
import { COMMON_OPTIONS } from './arguments.js';
import { Failure } from './failure.js';
import { VERBS } from './verbs.js';

const SHELLS: Readonly<Record<string, () => string>> = { bash, zsh, fish };
/** Which are not in the table of verbs. */
const OWN_WORDS = ['start', 'help', 'completion'];

/** To be sourced: `source <(leveret completion bash)`. */
export function completionOf(shell: string | undefined): string {
  const script = SHELLS[shell ?? ''];
  if (script !== undefined) return script();
  throw new Failure('usage', `completion is for one of ${Object.keys(SHELLS).join(', ')}`);
}

const flags = (options: object = {}): string =>
  Object.keys({ ...options, ...COMMON_OPTIONS })
    .map((name) => `--${name}`)
    .join(' ');

const words = (): string => [...OWN_WORDS, ...VERBS.map(({ name }) => name)].join(' ');

function bash(): string {
  const cases = VERBS.filter(({ options }) => options !== undefined).map(
    ({ name, options }) => `    ${name}) words="${flags(options)}" ;;\n`,
  );
  return `_leveret() {
  local words="${flags()}"
  case "\${COMP_WORDS[1]}" in
${cases.join('')}  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${words()}"; fi
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _leveret leveret
`;
}

/** Zsh runs completions that were written for bash. */
function zsh(): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;
}

function fish(): string {
  const verbs = VERBS.map(({ name, summary }) => {
    const text = (summary.split(/[.:]/)[0] ?? '').replaceAll(/['\\]/g, '\\$&');
    return `complete -c leveret -n __fish_use_subcommand -a ${name} -d '${text}'\n`;
  });
  const options = VERBS.flatMap(({ name, options: own = {} }) =>
    Object.keys(own).map(
      (option) => `complete -c leveret -n '__fish_seen_subcommand_from ${name}' -l ${option}\n`,
    ),
  );
  const common = Object.keys(COMMON_OPTIONS).map((option) => `complete -c leveret -l ${option}\n`);
  const own = `complete -c leveret -n __fish_use_subcommand -a '${OWN_WORDS.join(' ')}'\n`;
  return [own, ...verbs, ...options, ...common].join('');
}
