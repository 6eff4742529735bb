/**
 * Messages to publish again and again, under names, in this browser. Read and written by
 * publish-panel.tsx; a bounded number of them, so that the browser's storage is not used up.
 */
import type { KeyValueStorage } from '../../api/session.js';
import { formatWhole } from '../../format/numbers.js';
import type { PublishForm } from './publish-request.js';

export interface Template {
  readonly name: string;
  readonly form: PublishForm;
}

const KEY = 'leveret.templates';
export const TEMPLATES_MAX = 50;
export const NAME_LENGTH_MAX = 80;
/** Of all texts of one. */
export const TEMPLATE_LENGTH_MAX = 65_536;

export class Templates {
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
  }

  /** By name. Whatever else somebody has put there is none. */
  all(): readonly Template[] {
    const text = this.#storage.getItem(KEY);
    if (text === null) return [];
    try {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value) ? value.flatMap(readTemplate) : [];
    } catch {
      // No JSON, hence not ours.
      return [];
    }
  }

  /** In place of one of the same name. Throws an Error that says what is wrong. */
  save(name: string, form: PublishForm): void {
    if (name === '') throw new Error('The template needs a name.');
    if (name.length > NAME_LENGTH_MAX) {
      throw new Error(`The name of a template has ${NAME_LENGTH_MAX} characters at most.`);
    }
    const length = Object.values(form).join('').length;
    if (length > TEMPLATE_LENGTH_MAX) {
      throw new Error(`A template has ${formatWhole(TEMPLATE_LENGTH_MAX)} characters at most.`);
    }
    const others = this.all().filter((template) => template.name !== name);
    if (others.length >= TEMPLATES_MAX) {
      throw new Error(`There are ${TEMPLATES_MAX} templates, which is the limit: delete one.`);
    }
    this.#write([...others, { name, form }]);
  }

  delete(name: string): void {
    this.#write(this.all().filter((template) => template.name !== name));
  }

  #write(templates: readonly Template[]): void {
    const sorted = [...templates].sort((a, b) => a.name.localeCompare(b.name, 'en'));
    this.#storage.setItem(KEY, JSON.stringify(sorted));
  }
}

function readTemplate(value: unknown): Template[] {
  if (!isObject(value) || typeof value['name'] !== 'string' || !isObject(value['form'])) return [];
  const { payload, contentType, headers, properties, isPersistent } = value['form'];
  return [
    {
      name: value['name'],
      form: {
        payload: textOf(payload),
        contentType: textOf(contentType),
        headers: textOf(headers),
        properties: textOf(properties),
        isPersistent: isPersistent !== false,
      },
    },
  ];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
