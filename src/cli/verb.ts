/** CONTRACT of the verbs: what each one is told, and what it gives back. The table is verbs.ts. */
import type { Api } from './api.js';
import { Failure } from './failure.js';

export interface VerbOption {
  /** Without a placeholder the option is a switch. */
  readonly placeholder?: string;
  readonly short?: string;
  readonly meaning: string;
}

export interface Verb {
  readonly name: string;
  /** What follows the name: "<username> [<password>]"; "..." for any number. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, VerbOption>>;
  /** Told before it runs, as rabbitmqctl does. */
  readonly banner?: (invocation: Invocation) => string;
  readonly run: (invocation: Invocation) => Promise<Result>;
}

/** A text is for people; a table or a value is for the formatter. */
export type Result =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly Row[] };

export type Row = readonly unknown[];

export const NOTHING: Result = { kind: 'nothing' };

/** What a verb may reach besides the broker. */
export interface Surroundings {
  readonly readInput: () => string;
  readonly readFile: (path: string) => string;
  readonly writeFile: (path: string, text: string) => void;
  readonly writeOutput: (text: string) => void;
}

export class Invocation {
  readonly api: Api;
  readonly surroundings: Surroundings;
  readonly #args: readonly string[];
  readonly #options: Readonly<Record<string, string | boolean | undefined>>;

  constructor(
    api: Api,
    surroundings: Surroundings,
    args: readonly string[],
    options: Readonly<Record<string, string | boolean | undefined>>,
  ) {
    this.api = api;
    this.surroundings = surroundings;
    this.#args = args;
    this.#options = options;
  }

  get vhost(): string {
    return this.option('vhost') ?? '/';
  }

  get args(): readonly string[] {
    return this.#args;
  }

  /** The usage says how many there are at least; an optional one that is missing is empty. */
  arg(index: number): string {
    return this.#args[index] ?? '';
  }

  option(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === 'string' ? value : undefined;
  }

  isSet(name: string): boolean {
    return this.#options[name] !== undefined && this.#options[name] !== false;
  }

  /** An argument that must be JSON. */
  json(index: number): unknown {
    try {
      return JSON.parse(this.arg(index));
    } catch {
      throw new Failure('badData', `${this.arg(index)} is not JSON`);
    }
  }

  /** A password that may also come by standard input, where no list of processes shows it. */
  secret(index: number): string {
    if (this.#args.length > index) return this.arg(index);
    const given = this.surroundings.readInput().replace(/\r?\n$/, '');
    if (given === '') {
      throw new Failure('badData', 'Password is not provided via argument or stdin');
    }
    return given;
  }
}
