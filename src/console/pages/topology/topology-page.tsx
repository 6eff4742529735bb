/**
 * What leads where in a vhost, as a live picture: exchanges, queues, what flows between them, and
 * the way that a message would take.
 */
import { useMemo } from 'preact/hooks';
import { useConsole } from '../../shell/context.js';
import { Empty, Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { Controls, LIMIT_USUAL, type Query } from './controls.js';
import { EdgeTable } from './edge-table.js';
import { edgeFlows } from './flow.js';
import { type Graph, graphOf, shapeOf, withEdges } from './graph.js';
import { type Layout, layOut } from './layout.js';
import { Legend } from './legend.js';
import { Picture } from './picture.js';
import { RoutePanel } from './route-panel.js';
import { exchangeOf, useDryRun } from './use-dry-run.js';
import { useTopology } from './use-topology.js';
import { wayOf } from './way.js';

const VHOSTS_INTERVAL_MS = 30_000;
const EVERYBODYS = '/';

export function TopologyPage({ query }: { readonly query: Query }) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    'vhosts',
    () => api.get<readonly { readonly name: string }[]>('/vhosts', { columns: 'name' }),
    VHOSTS_INTERVAL_MS,
  );
  const names = data?.map(({ name }) => name);
  const usual = names?.includes(EVERYBODYS) === false ? names[0] : EVERYBODYS;
  const vhost = query['vhost'] ?? usual;
  return (
    <>
      <h1>Topology</h1>
      <Fault fault={fault} what="Vhosts:" />
      {names === undefined && fault === undefined && <Loading />}
      {names?.length === 0 && (
        <Empty>You may see no vhost. An administrator can give you permissions in one.</Empty>
      )}
      {names !== undefined && names.length > 0 && vhost !== undefined && (
        <VhostTopology key={vhost} vhost={vhost} vhosts={names} query={query} />
      )}
    </>
  );
}

interface VhostTopologyProps {
  readonly vhost: string;
  readonly vhosts: readonly string[];
  readonly query: Query;
}

function VhostTopology({ vhost, vhosts, query }: VhostTopologyProps) {
  const { filter = '' } = query;
  const limit = Number(query['limit'] ?? LIMIT_USUAL);
  const dryRun = useDryRun(vhost, query);
  const told = useTopology({ vhost, filter, limit }, dryRun.data);
  const { topology, rates, fault } = told;
  const way = useMemo(
    () => (dryRun.data === undefined ? undefined : wayOf(dryRun.data, exchangeOf(query))),
    [dryRun.data],
  );
  const graph = useMemo(
    () => (topology === undefined ? undefined : withEdges(graphOf(topology), way?.path ?? [])),
    [topology, way],
  );
  const layout = useLayout(graph);
  const flows = useMemo(() => graph && edgeFlows(graph, rates), [graph]);
  return (
    <>
      <Controls vhost={vhost} vhosts={vhosts} filter={filter} limit={limit} told={told} />
      <Fault fault={fault} what={graph === undefined ? 'Topology:' : 'Not up to date:'} />
      {graph === undefined && fault === undefined && <Loading />}
      {graph?.nodes.length === 0 && <Empty>{emptyText(filter)}</Empty>}
      {graph !== undefined && flows !== undefined && graph.nodes.length > 0 && (
        <Picture
          vhost={vhost}
          graph={graph}
          layout={layout}
          rates={rates}
          flows={flows}
          way={way}
          fitKey={told.shownKey}
        />
      )}
      {graph !== undefined && <Legend />}
      <RoutePanel vhost={vhost} query={query} dryRun={dryRun} />
      {graph !== undefined && flows !== undefined && (
        <EdgeTable vhost={vhost} graph={graph} flows={flows} way={way} />
      )}
    </>
  );
}

/** Another one only if there is something else to draw: what flows through it moves nothing. */
function useLayout(graph: Graph | undefined): Layout {
  const shape = graph === undefined ? '' : shapeOf(graph);
  return useMemo(() => {
    const { nodes, edges } = graph ?? { nodes: [], edges: [] };
    const placed = nodes.map(({ id, kind, exchange }) => {
      return { id, kind, isEntry: (exchange?.publish_in ?? 0) > 0 };
    });
    return layOut(placed, edges);
  }, [shape]);
}

function emptyText(filter: string): string {
  return filter.trim() === ''
    ? 'There are no queues in this vhost, and no exchanges in use. Clients declare them.'
    : 'No exchange and no queue matches this filter.';
}
