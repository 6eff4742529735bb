/**
 * Which exchanges and queues of a vhost are worth a picture: what is asked for, then the busiest,
 * with all that leads to them. Called by routes/topology.ts.
 */
import { isQueue } from '../../core/exchange/binding.js';
import { firstInOrder } from '../lists/first-in-order.js';
import { Turns } from '../turns.js';
import type { Links, TopologyNode } from './links.js';

export interface NodesWanted {
  /** Words that a name must have, in lower case; without any, everything is wanted. */
  readonly words: readonly string[];
  readonly limit: number;
  /** They come first, wanted or not. */
  readonly first: readonly TopologyNode[];
  /** How much goes through it. */
  readonly activityOf: (node: TopologyNode) => number;
}

export interface NodesPicked {
  readonly nodes: ReadonlySet<TopologyNode>;
  /** With those for which there is no room. */
  readonly wantedCount: number;
}

interface Ranked {
  readonly node: TopologyNode;
  readonly activity: number;
}

export async function pickNodes(links: Links, wanted: NodesWanted): Promise<NodesPicked> {
  const { words, limit, first, activityOf } = wanted;
  const turns = new Turns();
  const matches: Ranked[] = [];
  for (const node of candidates(links)) {
    if (turns.isOver) await turns.pause();
    if (isMatch(node, words)) matches.push({ node, activity: activityOf(node) });
  }
  const all = new Set(matches.map(({ node }) => node));
  const below = new Set(words.length === 0 ? [] : all);
  await grow(all, (node) => links.sources(node), turns);
  await grow(below, (node) => links.destinations(node), turns);
  for (const nodes of [below, first]) for (const node of nodes) all.add(node);
  const nodes = new Set(first.slice(0, limit));
  for (const { node } of await firstInOrder(matches, limit, byRank)) {
    addWithSources(nodes, node, links, limit);
  }
  for (const node of all) if (nodes.size < limit) nodes.add(node);
  return { nodes, wantedCount: all.size };
}

function* candidates(links: Links): Generator<TopologyNode> {
  yield* links.vhost.queues();
  for (const exchange of links.vhost.exchanges()) if (!links.isIdle(exchange)) yield exchange;
}

function isMatch({ name }: TopologyNode, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = name.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Until nothing new is found. */
async function grow(
  nodes: Set<TopologyNode>,
  next: (node: TopologyNode) => Iterable<TopologyNode>,
  turns: Turns,
): Promise<void> {
  for (const node of nodes) {
    if (turns.isOver) await turns.pause();
    for (const other of next(node)) nodes.add(other);
  }
}

function addWithSources(
  nodes: Set<TopologyNode>,
  node: TopologyNode,
  links: Links,
  limit: number,
): void {
  if (nodes.size >= limit || nodes.has(node)) return;
  nodes.add(node);
  for (const source of links.sources(node)) addWithSources(nodes, source, links, limit);
}

/** The busiest, then the fullest, then by name. */
function byRank(a: Ranked, b: Ranked): number {
  if (a.activity !== b.activity) return b.activity - a.activity;
  const [here, there] = [backlogOf(a.node), backlogOf(b.node)];
  if (here !== there) return there - here;
  return a.node.name < b.node.name ? -1 : 1;
}

/** An exchange holds nothing, and comes after the queues. */
function backlogOf(node: TopologyNode): number {
  return isQueue(node) ? node.messageCount + node.unsettledCount : -1;
}
