/** Asks a broker one of the questions, and holds the answer against that of RabbitMQ. */
import { reasonFor } from './erlang-only.js';
import type { Management } from './management.js';
import { fillIn, type Names } from './names.js';
import { missingIn, type Shape, shapeOf } from './shape.js';

/** The shape of the answer, or what came in place of one. */
export async function ask(
  management: Management,
  names: Names,
  question: string,
): Promise<Shape | string> {
  const path = fillIn(question, names);
  const { status, text } = await management.ask({ method: 'GET', path });
  if (status !== 200) return `${status} ${text}`;
  return shapeOf(JSON.parse(text), (key) => (key === names['node'] ? '{node}' : key));
}

export interface Gaps {
  /** One line for each path of RabbitMQ's answer that has nothing, or something else, in ours. */
  readonly unexplained: readonly string[];
  /** Those of erlang-only.ts that the others have. */
  readonly reasons: readonly string[];
}

export function gapsOf(question: string, theirs: Shape, ours: Shape | string): Gaps {
  const gaps = typeof ours === 'string' ? new Map([['', ours]]) : missingIn(theirs, ours);
  const unexplained: string[] = [];
  const reasons: string[] = [];
  for (const [path, gap] of gaps) {
    const reason = reasonFor(question, path);
    if (reason === undefined) unexplained.push(`${question}: ${path} ${gap}`);
    else reasons.push(reason);
  }
  return { unexplained, reasons };
}
