/**
 * What RabbitMQ's answers have and ours have not, with the reason. Nothing else may be missing.
 * compare.ts fails on a reason that nothing needs.
 */
interface ErlangOnly {
  readonly why: string;
  /** Of the question and of the path of keys: both have to match. */
  readonly questions?: RegExp;
  readonly paths: RegExp;
}

export const erlangOnly: readonly ErlangOnly[] = [];

export function reasonFor(question: string, path: string): string | undefined {
  return erlangOnly.find(
    ({ questions, paths }) => (questions?.test(question) ?? true) && paths.test(path),
  )?.why;
}
