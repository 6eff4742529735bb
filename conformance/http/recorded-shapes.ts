/**
 * The shapes of RabbitMQ 3.10's answers, in shapes-3.10.json: for each question the types by the
 * path of keys. Written by `compare-http --record`; read where no RabbitMQ runs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { JsonType, Shape } from './shape.js';

/** The sources, seen from dist/conformance/http/. */
const FILE = fileURLToPath(new URL('../../../conformance/http/shapes-3.10.json', import.meta.url));

/** Paths by types, joined by "|", and those by question: most answers have few types. */
type Recorded = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export async function recordShapes(shapes: ReadonlyMap<string, Shape>): Promise<void> {
  const recorded: Record<string, Record<string, string[]>> = {};
  for (const [question, shape] of shapes) {
    const byTypes: Record<string, string[]> = {};
    for (const [path, types] of shape) (byTypes[[...types].sort().join('|')] ??= []).push(path);
    recorded[question] = byTypes;
  }
  await writeFile(FILE, `${JSON.stringify(recorded)}\n`);
}

export async function readShapes(): Promise<ReadonlyMap<string, Shape>> {
  const recorded = JSON.parse(await readFile(FILE, 'utf8')) as Recorded;
  const shapes = new Map<string, Shape>();
  for (const [question, byTypes] of Object.entries(recorded)) {
    const entries = Object.entries(byTypes).flatMap(([types, paths]) =>
      paths.map((path) => [path, new Set(types.split('|') as JsonType[])] as const),
    );
    // What is below a path comes after it.
    shapes.set(question, new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
  }
  return shapes;
}
