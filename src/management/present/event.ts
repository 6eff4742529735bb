/**
 * An event as text for server-sent events: its id, its name, and its facts in JSON. Called by
 * ../event-stream.ts.
 */
import type { BrokerEvent, Fact } from '../../core/events.js';
import type { FieldTable } from '../../core/field.js';
import { jsonOfTable } from '../field-json.js';

export function eventText({ name, at, facts }: BrokerEvent, id: string): string {
  const data = JSON.stringify({ timestamp_in_ms: at, ...presentFacts({ ...facts }) });
  return `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
}

function presentFacts(facts: Readonly<Record<string, Fact | undefined>>): object {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, isTable(fact) ? jsonOfTable(fact) : fact]),
  );
}

function isTable(fact: Fact | undefined): fact is FieldTable {
  return fact instanceof Map;
}
