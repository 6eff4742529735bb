import { expect } from 'chai';
import {
  type ColumnEdge,
  type ColumnNode,
} from '../../../../src/console/pages/topology/columns.js';
import { layOut, NODE_HEIGHT, NODE_WIDTH } from '../../../../src/console/pages/topology/layout.js';

const exchange = (id: string): ColumnNode => ({ id, kind: 'exchange', isEntry: false });
const queue = (id: string): ColumnNode => ({ id, kind: 'queue', isEntry: false });
const edge = (from: string, to: string, kind: ColumnEdge['kind'] = 'binding'): ColumnEdge => ({
  id: `${from}>${to}`,
  kind,
  from,
  to,
});

/** Thousand nodes, of which many lead to several. */
function large(): [ColumnNode[], ColumnEdge[]] {
  const exchanges = Array.from({ length: 100 }, (_, index) => exchange(`x${index}`));
  const queues = Array.from({ length: 900 }, (_, index) => queue(`q${index}`));
  const edges = [
    ...exchanges.slice(10).map(({ id }, index) => edge(`x${index % 10}`, id)),
    ...queues.map(({ id }, index) => edge(`x${(index * 7) % 100}`, id)),
    ...queues.slice(0, 300).map(({ id }, index) => edge(`x${(index * 13 + 5) % 100}`, id)),
  ];
  const distinct = new Map(edges.map((each) => [each.id, each]));
  return [[...exchanges, ...queues], [...distinct.values()]];
}

describe('The layout of a topology', () => {
  it('has columns from left to right, and lines from side to side', () => {
    const { nodes, lines, width, height } = layOut(
      [exchange('x'), queue('q'), queue('r')],
      [edge('x', 'q'), edge('x', 'r')],
    );
    const [x, q, r] = ['x', 'q', 'r'].map((id) => nodes.get(id));
    if (x === undefined || q === undefined || r === undefined) throw new Error('all are placed');
    expect(q.x)
      .to.equal(r.x)
      .and.to.be.above(x.x + NODE_WIDTH);
    expect(r.y - q.y).to.be.at.least(NODE_HEIGHT);
    expect(x.y).to.equal((q.y + r.y) / 2);
    expect(lines.get('x>q')?.path).to.match(/^M200 \S+C\S+ .+ 300 \S+$/);
    expect(lines.get('x>q')).to.include({ x: 300, company: 1 });
    expect(width).to.be.above(q.x + NODE_WIDTH);
    expect(height).to.be.above(r.y + NODE_HEIGHT);
  });

  it('leads a line past the columns between its ends', () => {
    const { nodes, lines } = layOut(
      [exchange('a'), exchange('b'), queue('q')],
      [edge('a', 'b'), edge('b', 'q'), edge('a', 'q')],
    );
    expect(lines.get('a>q')?.path).to.match(/^M.+C.+H.+C.+$/);
    expect(lines.get('a>q')).to.include({ company: 2 });
    expect(nodes.get('q')?.column).to.equal(2);
  });

  it('leads what goes back below the picture', () => {
    const { nodes, lines, height } = layOut(
      [exchange('x'), queue('q')],
      [edge('x', 'q'), edge('q', 'x', 'dead_letter')],
    );
    const bottom = (nodes.get('x')?.y ?? 0) + NODE_HEIGHT;
    const [, low = 0] = /V([\d.]+)q.+V/.exec(lines.get('q>x')?.path ?? '') ?? [];
    expect(Number(low)).to.be.above(bottom).and.to.be.below(height);
    expect(lines.get('q>x')?.x).to.equal(nodes.get('x')?.x);
  });

  it('is empty for nothing', () => {
    expect(layOut([], []).nodes.size).to.equal(0);
  });

  it('is the same whatever comes first, and no two of a thousand nodes are in one place', () => {
    const [nodes, edges] = large();
    const layout = layOut(nodes, edges);
    const again = layOut([...nodes].reverse(), [...edges].reverse());
    expect(Object.fromEntries(again.nodes)).to.eql(Object.fromEntries(layout.nodes));
    const places = [...layout.nodes.values()].sort((a, b) => a.x - b.x || a.y - b.y);
    for (const [index, place] of places.slice(1).entries()) {
      const above = places[index];
      if (above?.x === place.x) expect(place.y - above.y).to.be.at.least(NODE_HEIGHT);
    }
    expect(layout.lines.size).to.equal(edges.length);
  });
});
