/**
 * One behaviour of the compatibility page: what it is, how it compares with RabbitMQ 3.x and 4.3,
 * and the specs and scenarios that prove it. The files beside this one hold the rows by section,
 * sections.ts puts them in order, page.ts writes docs/compatibility.md.
 */

export const VERDICTS = {
  both: 'as 3.x and 4.3',
  old: 'as 3.x',
  either: 'as 3.x, or as 4.3',
  new: 'as 4.3',
  better: 'better',
  oneNode: 'without effect on one node',
  later: 'not yet',
  never: 'not offered',
} as const;

export type Verdict = keyof typeof VERDICTS;

interface Claim {
  /** What it is about, in a few words; unique within its section. */
  readonly feature: string;
  /** What Leveret does, in a sentence. */
  readonly behaviour: string;
}

/** Full titles of specs (spec/) and scenarios (conformance/scenarios/): each one has to exist. */
type Proofs = readonly [string, ...string[]];

interface Proven extends Claim {
  readonly verdict: 'both';
  /** A remark, where even the same needs one. */
  readonly why?: string;
  readonly proofs: Proofs;
}

interface Different extends Claim {
  readonly verdict: 'old' | 'either' | 'new' | 'better' | 'oneNode';
  readonly why: string;
  readonly proofs: Proofs;
}

interface Absent extends Claim {
  readonly verdict: 'later' | 'never';
  readonly why: string;
  /** What proves that whoever asks for it is told so. */
  readonly proofs?: Proofs;
}

export type Row = Proven | Different | Absent;

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}
