/**
 * Keys that do something: one ("/") or two in a row ("g q"). Fed by keyboard.tsx with what is
 * pressed outside of fields.
 */

export interface Shortcut {
  /** "g q": first g, then q. */
  readonly keys: string;
  readonly title: string;
  readonly action: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { keys: '/', title: 'Filter the list', action: 'filter' },
  { keys: 'g o', title: 'Go to the overview', action: 'go:' },
  { keys: 'g q', title: 'Go to queues', action: 'go:queues' },
  { keys: 'g e', title: 'Go to exchanges', action: 'go:exchanges' },
  { keys: 'g c', title: 'Go to connections', action: 'go:connections' },
  { keys: 'g h', title: 'Go to channels', action: 'go:channels' },
  { keys: 'g n', title: 'Go to consumers', action: 'go:consumers' },
  { keys: 'g t', title: 'Go to the topology', action: 'go:topology' },
  { keys: 'g m', title: 'Go to message traces', action: 'go:trace' },
  { keys: 'g u', title: 'Go to users', action: 'go:users' },
  { keys: 'g v', title: 'Go to vhosts', action: 'go:vhosts' },
  { keys: 'g p', title: 'Go to policies', action: 'go:policies' },
  { keys: 't', title: 'Switch between light, dark and the system’s choice', action: 'theme' },
  { keys: '?', title: 'Show these keys', action: 'help' },
];

/** So long may the second key take. */
export const PAUSE_MS_MAX = 1_500;

export class KeySequence {
  readonly #shortcuts: readonly Shortcut[];
  #first: { readonly key: string; readonly at: number } | undefined;

  constructor(shortcuts: readonly Shortcut[] = SHORTCUTS) {
    this.#shortcuts = shortcuts;
  }

  /** The action, once its keys are complete. `at` in ms. */
  press(key: string, at: number): string | undefined {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined && at - first.at <= PAUSE_MS_MAX) {
      const found = this.#find(`${first.key} ${key}`);
      if (found !== undefined) return found;
    }
    const found = this.#find(key);
    if (found !== undefined) return found;
    if (this.#shortcuts.some(({ keys }) => keys.startsWith(`${key} `))) this.#first = { key, at };
    return undefined;
  }

  #find(keys: string): string | undefined {
    return this.#shortcuts.find((shortcut) => shortcut.keys === keys)?.action;
  }
}
