import { expect } from 'chai';
import { Group, labelsText, sample } from '../../../src/management/metrics/group.js';
import { measuredBroker } from '../../support/metrics-source.js';

interface Thing {
  readonly name: string;
  readonly size?: number;
}

const { source } = measuredBroker();

function groupOf(things: Iterable<Thing>): Group<Thing> {
  return new Group<Thing>({
    name: 'things',
    things: () => things,
    labels: ({ name }) => ({ name }),
    families: [
      { name: 'size_bytes', type: 'gauge', help: 'Its size.', value: ({ size }) => size },
      { name: 'seen_total', type: 'counter', help: 'How often.', value: () => 1 },
    ],
  });
}

describe('A group of metrics', () => {
  it('is written family by family, with a line for each thing that has the value', () => {
    const things = [{ name: 'a', size: 5 }, { name: 'b' }];
    expect([...groupOf(things).each('x_', source)].join('')).to.equal(
      '# HELP x_size_bytes Its size.\n# TYPE x_size_bytes gauge\nx_size_bytes{name="a"} 5\n' +
        '# HELP x_seen_total How often.\n# TYPE x_seen_total counter\n' +
        'x_seen_total{name="a"} 1\nx_seen_total{name="b"} 1\n',
    );
  });

  it('is summed up in one line for each family, of nothing too', () => {
    const things = [{ name: 'a', size: 5 }, { name: 'b' }, { name: 'c', size: 2 }];
    expect([...groupOf(things).sum('x_', source)].join('')).to.equal(
      '# HELP x_size_bytes Its size.\n# TYPE x_size_bytes gauge\nx_size_bytes 7\n' +
        '# HELP x_seen_total How often.\n# TYPE x_seen_total counter\nx_seen_total 3\n',
    );
    expect([...groupOf([]).sum('x_', source)].join('')).to.include('x_size_bytes 0\n');
  });

  it('has the things that were there at the start, whatever comes and goes meanwhile', () => {
    const things = new Set<Thing>([{ name: 'a' }, { name: 'b' }]);
    const lines = groupOf(things).each('', source);
    lines.next();
    things.clear();
    expect([...lines].filter((line) => line.startsWith('seen_total'))).to.have.length(2);
  });

  it('comes in pieces where many things are summed up', () => {
    const things = Array.from({ length: 1_100 }, (_, index) => ({ name: String(index), size: 1 }));
    const pieces = [...groupOf(things).sum('', source)];
    expect(pieces.filter((piece) => piece === '')).to.have.length(2);
    expect(pieces.join('')).to.include('size_bytes 1100\n');
  });
});

describe('A metric', () => {
  it('has labels in which quotes, backslashes and line breaks are escaped', () => {
    expect(labelsText({ a: 'x', b: 'q"\\\n' })).to.equal('{a="x",b="q\\"\\\\\\n"}');
    expect(labelsText({})).to.equal('');
  });

  it('has numbers as Prometheus writes them', () => {
    const texts = [1e21, 0.5, Infinity, -Infinity, NaN].map((value) => sample('m', '', value));
    expect(texts).to.eql(['m 1e+21\n', 'm 0.5\n', 'm +Inf\n', 'm -Inf\n', 'm NaN\n']);
  });
});
