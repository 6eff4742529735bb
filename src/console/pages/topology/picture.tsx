/**
 * The picture: lines by SVG, nodes above them as links that Tab reaches, moved and zoomed by wheel,
 * drag and keys. Where all stands is layout.ts's to say.
 */
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { FlowsById, RatesById } from './flow.js';
import type { Graph } from './graph.js';
import type { Layout } from './layout.js';
import { Lines } from './lines.js';
import { NodeCard } from './node-card.js';
import { useView } from './use-view.js';
import type { Way } from './way.js';

export interface PictureProps {
  readonly vhost: string;
  readonly graph: Graph;
  readonly layout: Layout;
  readonly rates: RatesById;
  readonly flows: FlowsById;
  readonly way: Way | undefined;
  /** Where it changes, the whole is brought into sight anew. */
  readonly fitKey: string;
}

export function Picture(props: PictureProps) {
  const { layout, way, fitKey } = props;
  const view = useView(layout, fitKey);
  const onWay = JSON.stringify([...(way?.nodes.keys() ?? [])]);
  useEffect(() => {
    if (way !== undefined) view.reveal([...way.nodes.keys()]);
  }, [onWay, layout]);
  const drawing = useMemo(
    () => <Drawing {...props} onReveal={view.reveal} />,
    [props.graph, layout, way],
  );
  const { x, y, scale } = view.at;
  return (
    <div class="topology panel">
      <div
        ref={view.frame}
        class={`topology-frame ${view.isDragged ? 'dragged' : ''}`}
        role="group"
        aria-label="Picture of the topology. Arrow keys move it, plus and minus zoom, 0 shows all."
        tabIndex={0}
        style={{ aspectRatio: `${layout.width} / ${layout.height}` }}
        {...view.handlers}
      >
        <div
          class="topology-canvas"
          style={{
            width: `${layout.width}px`,
            height: `${layout.height}px`,
            transform: `translate(${x}px, ${y}px) scale(${scale})`,
          }}
        >
          {drawing}
        </div>
      </div>
      <div class="topology-zoom">
        <button type="button" class="small" aria-label="Zoom in" onClick={() => view.zoom(1.25)}>
          +
        </button>
        <button type="button" class="small" aria-label="Zoom out" onClick={() => view.zoom(0.8)}>
          −
        </button>
        <button type="button" class="small" onClick={view.fit}>
          Show all
        </button>
      </div>
    </div>
  );
}

interface DrawingProps extends PictureProps {
  readonly onReveal: (ids: readonly string[]) => void;
}

function Drawing({ vhost, graph, layout, rates, flows, way, onReveal }: DrawingProps) {
  const [hot, setHot] = useState<string>();
  const near = useMemo(() => neighboursOf(graph, hot), [graph, hot]);
  const isDim = (id: string): boolean => (way === undefined ? near : way.nodes)?.has(id) === false;
  return (
    <>
      <Lines graph={graph} layout={layout} rates={rates} flows={flows} way={way} hot={hot} />
      {graph.nodes.map((node) => (
        <NodeCard
          key={node.id}
          vhost={vhost}
          node={node}
          place={layout.nodes.get(node.id)}
          rates={rates.get(node.id)}
          certainty={way?.nodes.get(node.id)}
          isDim={isDim(node.id)}
          onHot={setHot}
          onFocus={onReveal}
        />
      ))}
    </>
  );
}

/** Undefined where nobody points at anything. */
function neighboursOf({ edges }: Graph, hot: string | undefined): ReadonlySet<string> | undefined {
  if (hot === undefined) return undefined;
  const near = new Set([hot]);
  for (const { from, to } of edges) {
    if (from === hot) near.add(to);
    if (to === hot) near.add(from);
  }
  return near;
}
