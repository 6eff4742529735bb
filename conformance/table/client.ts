/**
 * What a client's folder says of itself in client.json, read and checked. run.ts reads all of them;
 * a mistake in one is an error of the run, not a client less.
 */
import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios as common } from './scenarios.js';

export interface Client {
  readonly name: string;
  readonly language: string;
  readonly folder: string;
  /** Debian packages; those of Node come with package.json. */
  readonly packages: readonly string[];
  /** Ends with 0 where the client is installed; none: it always is. */
  readonly probe: readonly string[] | undefined;
  readonly build: readonly string[] | undefined;
  readonly run: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The common ones, or those of a framework. */
  readonly scenarios: readonly string[];
  readonly isFramework: boolean;
  /** Scenario to reason: what the client's API has no way to do. */
  readonly lacks: Readonly<Record<string, string>>;
}

export function readClients(folder: string): readonly Client[] {
  const clients = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'client.json')))
    .map((path) => parseClient(readFileSync(join(path, 'client.json'), 'utf8'), path));
  const names = clients.map(({ name }) => name);
  const second = names.find((name, index) => names.indexOf(name) !== index);
  if (second !== undefined) throw new Error(`two clients are called ${second}`);
  return clients;
}

export function parseClient(text: string, folder: string): Client {
  const fields = new Fields(JSON.parse(text), join(folder, 'client.json'));
  const own = fields.optionalWords('scenarios');
  const client: Client = {
    name: fields.word('name'),
    language: fields.word('language'),
    folder,
    packages: fields.optionalWords('packages') ?? [],
    probe: fields.optionalWords('probe'),
    build: fields.optionalWords('build'),
    run: fields.words('run'),
    environment: fields.optionalMap('environment'),
    scenarios: own ?? Object.keys(common),
    isFramework: own !== undefined,
    lacks: fields.optionalMap('lacks'),
  };
  fields.refuseOthers();
  const unknown = Object.keys(client.lacks).find((name) => !client.scenarios.includes(name));
  if (unknown !== undefined) fields.refuse(`lacks a scenario that there is not: ${unknown}`);
  if (client.scenarios.every((name) => name in client.lacks)) fields.refuse('lacks everything');
  return client;
}

class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #known = new Set<string>();

  constructor(value: unknown, path: string) {
    this.#path = path;
    if (!isRecord(value)) this.refuse('is not an object');
    this.#fields = value;
  }

  word(name: string): string {
    const value = this.#take(name);
    if (typeof value !== 'string' || value === '') this.refuse(`${name} must be a text`);
    return value;
  }

  words(name: string): readonly string[] {
    const value = this.#take(name);
    if (!isWords(value)) this.refuse(`${name} must be a list of texts`);
    return value;
  }

  /** An empty list says the same as none. */
  optionalWords(name: string): readonly string[] | undefined {
    const value = this.#take(name);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
    return this.words(name);
  }

  optionalMap(name: string): Readonly<Record<string, string>> {
    const value = this.#take(name) ?? {};
    if (!isRecord(value) || !Object.values(value).every(isText)) {
      this.refuse(`${name} must be an object of texts`);
    }
    return value as Readonly<Record<string, string>>;
  }

  refuseOthers(): void {
    const other = Object.keys(this.#fields).find((name) => !this.#known.has(name));
    if (other !== undefined) this.refuse(`has a field that means nothing: ${other}`);
  }

  refuse(problem: string): never {
    throw new Error(`${this.#path} ${problem}`);
  }

  #take(name: string): unknown {
    this.#known.add(name);
    return this.#fields[name];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isWords(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}
