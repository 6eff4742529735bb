/** The picture as a table, for whoever does not see it: each line of it is a row. */
import { useState } from 'preact/hooks';
import { formatRate } from '../../format/numbers.js';
import type { FlowsById } from './flow.js';
import type { Graph, GraphEdge, GraphNode } from './graph.js';
import { NodeLink } from './node-link.js';
import type { Way } from './way.js';

interface EdgeTableProps {
  readonly vhost: string;
  readonly graph: Graph;
  readonly flows: FlowsById;
  readonly way: Way | undefined;
}

const KINDS: Readonly<Record<GraphEdge['kind'], string>> = {
  binding: 'Binding',
  alternate: 'Alternate exchange',
  dead_letter: 'Dead letters',
};

export function EdgeTable(props: EdgeTableProps) {
  const [isOpen, setOpen] = useState(false);
  const { edges } = props.graph;
  return (
    <details class="panel" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        The picture as a table: {edges.length.toLocaleString('en')}{' '}
        {edges.length === 1 ? 'line' : 'lines'}
      </summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}

function Rows({ vhost, graph, flows, way }: EdgeTableProps) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    <div class="scroll topology-table" tabIndex={0} role="region" aria-label="Lines of the picture">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">By</th>
            <th scope="col">Kind</th>
            <th
              scope="col"
              class="number"
              title="What its source and its end take in allow no more; nobody counts by binding"
            >
              At most
            </th>
            {way !== undefined && <th scope="col">Way of the message</th>}
          </tr>
        </thead>
        <tbody>
          {graph.edges.map((edge) => (
            <tr key={edge.id}>
              <td>
                <End vhost={vhost} node={nodes.get(edge.from)} />
              </td>
              <td>
                <End vhost={vhost} node={nodes.get(edge.to)} />{' '}
                {!edge.exists && <span class="badge warn">does not exist</span>}
              </td>
              <td>
                <bdi>{edge.label}</bdi>
              </td>
              <td>{KINDS[edge.kind]}</td>
              <td class="number">{formatRate(flows.get(edge.id)?.limit)}</td>
              {way !== undefined && <td>{way.edges.get(edge.id) ?? ''}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function End({ vhost, node }: { readonly vhost: string; readonly node: GraphNode | undefined }) {
  if (node === undefined) return null;
  return (
    <>
      <span class="muted">{node.kind}</span>{' '}
      <NodeLink vhost={vhost} kind={node.kind} name={node.name} />
    </>
  );
}
