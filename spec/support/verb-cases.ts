/** Runs verbs against a scripted API, case by case: what they ask of it, and what they print. */
import { expect } from 'chai';
import { type Answers, runWords, ScriptedApi } from './scripted-api.js';

export interface VerbCase {
  readonly does: string;
  readonly words: readonly string[];
  readonly answers?: Answers;
  /** The requests that change something. */
  readonly changes?: readonly (readonly [string, unknown])[];
  readonly output?: string;
  readonly code?: number;
  readonly error?: string;
  readonly input?: string;
  readonly files?: Record<string, string>;
}

export function itRuns(cases: readonly VerbCase[]): void {
  for (const { does, words, answers = {}, code = 0, ...expected } of cases) {
    it(does, async () => {
      const api = new ScriptedApi();
      await api.listen();
      const changes = expected.changes ?? [];
      const accepted = Object.fromEntries(changes.map(([line]) => [line, 204]));
      api.answers = { ...accepted, ...answers };
      try {
        const environment = { LEVERET_URL: api.url };
        const ran = await runWords(words, environment, {
          input: expected.input ?? '',
          files: expected.files ?? {},
        });
        expect(ran.error).to.equal(expected.error ?? '');
        expect(ran.code).to.equal(code);
        expect(api.changes).to.deep.equal(changes);
        if (expected.output !== undefined) expect(ran.output).to.equal(expected.output);
      } finally {
        api.close();
      }
    });
  }
}
