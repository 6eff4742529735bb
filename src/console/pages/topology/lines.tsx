/** The lines of the picture: as wide as what goes along them, which moves where much does. */
import type { FlowsById, RatesById } from './flow.js';
import type { Graph, GraphEdge } from './graph.js';
import { type Layout, NODE_HEIGHT, NODE_WIDTH } from './layout.js';
import { flowDuration, lineWidth, shortText } from './strokes.js';
import type { Way } from './way.js';

interface LinesProps {
  readonly graph: Graph;
  readonly layout: Layout;
  readonly rates: RatesById;
  readonly flows: FlowsById;
  readonly way: Way | undefined;
  /** The node that somebody points at. */
  readonly hot: string | undefined;
}

/** More would keep the browser busy. */
const MOVING_MAX = 60;
/** With more, nobody could read them. */
const LABELS_MAX = 80;
const LABEL_COMPANY_MAX = 2;
const LABEL_LENGTH = 15;
const KINDS = ['binding', 'alternate', 'dead_letter', 'lit'] as const;

export function Lines({ graph, layout, rates, flows, way, hot }: LinesProps) {
  const moving = movingEdges(graph.edges, flows);
  const hasLabels = graph.edges.length <= LABELS_MAX;
  return (
    <svg width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        {KINDS.map((kind) => (
          <marker
            key={kind}
            id={`topology-arrow-${kind}`}
            class={`topology-arrow ${kind}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 .5 7.5 4 0 7.5z" />
          </marker>
        ))}
      </defs>
      {graph.edges.map((edge) => (
        <EdgeLine
          key={edge.id}
          edge={edge}
          layout={layout}
          flow={flows.get(edge.id)?.share ?? 0}
          isMoving={moving.has(edge.id)}
          look={lookOf(edge, way, hot)}
          hasLabel={hasLabels || hot === edge.from || hot === edge.to}
        />
      ))}
      {graph.nodes.map(({ id, queue }) => {
        const place = layout.nodes.get(id);
        if (queue === undefined || place === undefined || queue.consumers === 0) return null;
        const y = place.y + NODE_HEIGHT * 0.3;
        const d = `M${place.x + NODE_WIDTH} ${y}h18`;
        const rate = rates.get(id)?.out ?? 0;
        return <FlowLine key={id} d={d} kind="binding" rate={rate} isMoving={rate > 0} />;
      })}
    </svg>
  );
}

interface EdgeLineProps {
  readonly edge: GraphEdge;
  readonly layout: Layout;
  readonly flow: number;
  readonly isMoving: boolean;
  readonly look: string;
  readonly hasLabel: boolean;
}

function EdgeLine({ edge, layout, flow, isMoving, look, hasLabel }: EdgeLineProps) {
  const line = layout.lines.get(edge.id);
  if (line === undefined) return null;
  const isLabelled = hasLabel && edge.label !== '' && line.company <= LABEL_COMPANY_MAX;
  return (
    <g class={look}>
      <FlowLine
        d={line.path}
        kind={edge.kind}
        rate={flow}
        isMoving={isMoving}
        arrow={look.includes('lit') ? 'lit' : edge.kind}
      />
      {isLabelled && (
        <text class="topology-label" x={line.x - 10} y={line.y - 4}>
          {shortText(edge.label, LABEL_LENGTH)}
        </text>
      )}
    </g>
  );
}

interface FlowLineProps {
  readonly d: string;
  readonly kind: GraphEdge['kind'];
  readonly rate: number;
  readonly isMoving: boolean;
  readonly arrow?: string;
}

function FlowLine({ d, kind, rate, isMoving, arrow }: FlowLineProps) {
  const strokeWidth = lineWidth(rate);
  const marker = arrow === undefined ? {} : { 'marker-end': `url(#topology-arrow-${arrow})` };
  return (
    <>
      <path class={`topology-edge ${kind}`} d={d} style={{ strokeWidth }} {...marker} />
      {isMoving && (
        <path
          class="topology-flow"
          d={d}
          style={{ strokeWidth, animationDuration: `${flowDuration(rate)}s` }}
        />
      )}
    </>
  );
}

function movingEdges(edges: readonly GraphEdge[], flows: FlowsById): ReadonlySet<string> {
  const flowing = edges.filter(({ id }) => (flows.get(id)?.share ?? 0) > 0);
  flowing.sort((a, b) => (flows.get(b.id)?.share ?? 0) - (flows.get(a.id)?.share ?? 0));
  return new Set(flowing.slice(0, MOVING_MAX).map(({ id }) => id));
}

/** On the way of the message, beside it, or as somebody points. */
function lookOf(edge: GraphEdge, way: Way | undefined, hot: string | undefined): string {
  if (way !== undefined) {
    const certainty = way.edges.get(edge.id);
    return certainty === undefined ? 'dim' : `lit ${certainty}`;
  }
  if (hot === undefined) return '';
  return edge.from === hot || edge.to === hot ? 'hot' : 'dim';
}
