/**
 * Where everything stands in the picture: nodes in columns from left to right, lines between them.
 * By Sugiyama's steps: columns.ts, crossings.ts, heights.ts. The same graph always gives the same
 * picture, whatever goes through it. Used by picture.tsx.
 */
import { type ColumnEdge, type ColumnNode, type Columns, columnsOf } from './columns.js';
import { type Grid, orderColumns } from './crossings.js';
import { heightsOf } from './heights.js';

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Place>;
  /** By the ids of the edges. */
  readonly lines: ReadonlyMap<string, Line>;
}

/** Of its left upper corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly column: number;
}

export interface Line {
  /** Of an SVG path. */
  readonly path: string;
  /** Where it ends. */
  readonly x: number;
  readonly y: number;
  /** How many lines end at the same node from the left. */
  readonly company: number;
}

export const NODE_WIDTH = 180;
export const NODE_HEIGHT = 48;
/** Right of a queue: its consumers. */
export const CONSUMERS_WIDTH = 92;
const COLUMN_GAP = 100;
const ROW_GAP = 16;
/** Of a line that passes a column. */
const PASSAGE_HEIGHT = 12;
const MARGIN = 20;
/** How far below the picture the lines run that lead back, and from each other. */
const SAG = 22;
const SAG_STEP = 7;
/** With more, they share their places. */
const SAGS_MAX = 12;
/** From a node to where such a line turns, and how round it turns. */
const TURN = 14;
const RADIUS = 8;
/** The part of a node's side at which lines begin and end. */
const PORTS = 0.6;

/** With those that pass columns in between; the first are the nodes of the graph. */
interface Stations {
  readonly grid: Grid;
  readonly room: readonly number[];
  /** Of each edge that leads forward, the stations that it passes, both ends among them. */
  readonly ways: ReadonlyMap<ColumnEdge, readonly number[]>;
}

export function layOut(nodes: readonly ColumnNode[], edges: readonly ColumnEdge[]): Layout {
  const sorted = [...nodes].sort(byId);
  const sortedEdges = [...edges].sort(byId);
  const columns = columnsOf(sorted, sortedEdges);
  const stations = stationsOf(sorted, sortedEdges, columns);
  const order = orderColumns(stations.grid);
  const heights = heightsOf(order, stations.grid, stations.room);
  const lefts = leftsOf(sorted, columns);
  const top = order.flat().reduce((least, node) => {
    return Math.min(least, (heights[node] ?? 0) - (stations.room[node] ?? 0) / 2);
  }, Infinity);
  for (const node of heights.keys()) heights[node] = (heights[node] ?? 0) - top + MARGIN;
  const places = new Map<string, Place>();
  for (const [index, { id }] of sorted.entries()) {
    const column = columns.of.get(id) ?? 0;
    const y = (heights[index] ?? 0) - NODE_HEIGHT / 2;
    places.set(id, { x: lefts[column] ?? 0, y, column });
  }
  let bottom = 0;
  for (const { y } of places.values()) bottom = Math.max(bottom, y + NODE_HEIGHT);
  const lines = linesOf(sortedEdges, { stations, columns, heights, lefts, places, bottom });
  const sags = Math.min(columns.back.size, SAGS_MAX);
  return {
    width: Math.max(0, (lefts.at(-1) ?? 0) - COLUMN_GAP) + MARGIN + TURN,
    height: bottom + (sags > 0 ? SAG + sags * SAG_STEP : 0) + MARGIN,
    nodes: places,
    lines,
  };
}

function stationsOf(
  nodes: readonly ColumnNode[],
  edges: readonly ColumnEdge[],
  { of, count, back }: Columns,
): Stations {
  const numbers = new Map(nodes.map(({ id }, index) => [id, index]));
  const columns: number[][] = Array.from({ length: count }, () => []);
  const next: number[][] = nodes.map(() => []);
  const before: number[][] = nodes.map(() => []);
  const room = nodes.map(() => NODE_HEIGHT + ROW_GAP);
  for (const [id, index] of numbers) columns[of.get(id) ?? 0]?.push(index);
  const ways = new Map<ColumnEdge, readonly number[]>();
  for (const edge of edges) {
    const [from, to] = [numbers.get(edge.from), numbers.get(edge.to)];
    if (from === undefined || to === undefined || back.has(edge.id)) continue;
    const way = [from];
    for (let column = (of.get(edge.from) ?? 0) + 1; column < (of.get(edge.to) ?? 0); column++) {
      way.push(room.length);
      columns[column]?.push(room.length);
      room.push(PASSAGE_HEIGHT);
      next.push([]);
      before.push([]);
    }
    way.push(to);
    for (const [index, station] of way.slice(1).entries()) {
      const earlier = way[index] ?? 0;
      next[earlier]?.push(station);
      before[station]?.push(earlier);
    }
    ways.set(edge, way);
  }
  return { grid: { columns, next, before }, room, ways };
}

/** Of each column, and of one more behind the last. */
function leftsOf(nodes: readonly ColumnNode[], { of, count }: Columns): number[] {
  const hasQueues = new Set(
    nodes.filter(({ kind }) => kind === 'queue').map(({ id }) => of.get(id)),
  );
  const lefts = [MARGIN];
  for (let column = 0; column < count; column++) {
    const width = NODE_WIDTH + (hasQueues.has(column) ? CONSUMERS_WIDTH : 0) + COLUMN_GAP;
    lefts.push((lefts[column] ?? 0) + width);
  }
  return lefts;
}

interface Drawing {
  readonly stations: Stations;
  readonly columns: Columns;
  readonly heights: Float64Array;
  readonly lefts: readonly number[];
  readonly places: ReadonlyMap<string, Place>;
  readonly bottom: number;
}

function linesOf(edges: readonly ColumnEdge[], drawing: Drawing): Map<string, Line> {
  const { stations, columns } = drawing;
  const lines = new Map<string, Line>();
  const ports = portsOf(drawing);
  for (const [edge, way] of stations.ways) {
    lines.set(edge.id, forwardLine(edge, way, drawing, ports));
  }
  const back = edges.filter(({ id }) => columns.back.has(id));
  for (const [index, edge] of back.entries()) {
    const line = backLine(edge, index % SAGS_MAX, drawing);
    if (line !== undefined) lines.set(edge.id, line);
  }
  return lines;
}

interface Ports {
  readonly leaving: ReadonlyMap<ColumnEdge, number>;
  readonly arriving: ReadonlyMap<ColumnEdge, number>;
  /** How many arrive at a node. */
  readonly company: ReadonlyMap<number, number>;
}

/** At what height of its ends a line begins and ends: those that go up begin at the top. */
function portsOf({ stations, heights }: Drawing): Ports {
  const ways = [...stations.ways];
  const heightOf = (station: number | undefined): number => heights[station ?? 0] ?? 0;
  const spread = (
    endOf: (way: readonly number[]) => number,
    otherOf: (way: readonly number[]) => number | undefined,
  ): { at: Map<ColumnEdge, number>; counts: Map<number, number> } => {
    const groups = new Map<number, (typeof ways)[number][]>();
    for (const each of ways) {
      const end = endOf(each[1]);
      const group = groups.get(end);
      if (group === undefined) groups.set(end, [each]);
      else group.push(each);
    }
    const at = new Map<ColumnEdge, number>();
    const counts = new Map<number, number>();
    for (const [end, group] of groups) {
      group.sort(([, a], [, b]) => heightOf(otherOf(a)) - heightOf(otherOf(b)));
      counts.set(end, group.length);
      for (const [index, [edge]] of group.entries()) {
        const share = (index + 0.5) / group.length - 0.5;
        at.set(edge, heightOf(end) + share * NODE_HEIGHT * PORTS);
      }
    }
    return { at, counts };
  };
  const leaving = spread(
    (way) => way[0] ?? 0,
    (way) => way[1],
  );
  // Below the line to the consumers.
  for (const [edge, y] of leaving.at) {
    if (edge.kind === 'dead_letter') leaving.at.set(edge, y + NODE_HEIGHT * (PORTS / 2));
  }
  const arriving = spread(
    (way) => way.at(-1) ?? 0,
    (way) => way.at(-2),
  );
  return { leaving: leaving.at, arriving: arriving.at, company: arriving.counts };
}

function forwardLine(
  edge: ColumnEdge,
  way: readonly number[],
  { columns, heights, lefts }: Drawing,
  ports: Ports,
): Line {
  const first = columns.of.get(edge.from) ?? 0;
  let x = (lefts[first] ?? 0) + NODE_WIDTH;
  let y = ports.leaving.get(edge) ?? 0;
  let path = `M${round(x)} ${round(y)}`;
  for (const [index, station] of way.slice(1).entries()) {
    const column = first + index + 1;
    const isLast = index === way.length - 2;
    const left = lefts[column] ?? 0;
    const height = isLast ? (ports.arriving.get(edge) ?? 0) : (heights[station] ?? 0);
    const middle = round((x + left) / 2);
    path += `C${middle} ${round(y)} ${middle} ${round(height)} ${round(left)} ${round(height)}`;
    [x, y] = [left, height];
    if (isLast) break;
    x = (lefts[column + 1] ?? 0) - COLUMN_GAP;
    path += `H${round(x)}`;
  }
  return { path, x, y, company: ports.company.get(way.at(-1) ?? 0) ?? 1 };
}

/** Down between the columns, below the picture to the left, and up again. */
function backLine(edge: ColumnEdge, lane: number, drawing: Drawing): Line | undefined {
  const { places, lefts, bottom } = drawing;
  const [start, end] = [places.get(edge.from), places.get(edge.to)];
  if (start === undefined || end === undefined) return undefined;
  const [x, y] = [start.x + NODE_WIDTH, start.y + NODE_HEIGHT * 0.8];
  const right = (lefts[start.column + 1] ?? 0) - COLUMN_GAP + TURN;
  const [left, top] = [end.x - TURN, end.y + NODE_HEIGHT * 0.8];
  const low = bottom + SAG + lane * SAG_STEP;
  const path = [
    `M${round(x)} ${round(y)}H${right - RADIUS}q${RADIUS} 0 ${RADIUS} ${RADIUS}`,
    `V${round(low - RADIUS)}q0 ${RADIUS} ${-RADIUS} ${RADIUS}`,
    `H${left + RADIUS}q${-RADIUS} 0 ${-RADIUS} ${-RADIUS}`,
    `V${round(top + RADIUS)}q0 ${-RADIUS} ${RADIUS} ${-RADIUS}H${round(end.x)}`,
  ];
  return { path: path.join(''), x: end.x, y: top, company: 1 };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
