import { expect } from 'chai';
import { Links } from '../../../src/management/topology/links.js';
import { type NodesWanted, pickNodes } from '../../../src/management/topology/pick-nodes.js';
import { fields, message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('The nodes of a picture', () => {
  let spec: SpecVhost;
  beforeEach(() => {
    spec = new SpecVhost();
    spec.exchange('in', 'topic');
    spec.exchange('shop', 'direct');
    spec.exchange('dlx', 'fanout');
    for (const name of ['orders', 'invoices']) {
      spec.queue(name, { arguments: fields({ 'x-dead-letter-exchange': 'dlx' }) });
      spec.bind(name, 'shop', name);
    }
    spec.bindExchange('shop', 'in', '#');
    spec.queue('dead');
    spec.bind('dead', 'dlx');
    spec.queue('lonely');
  });

  const pick = async (wanted: Partial<NodesWanted>): Promise<[string[], number]> => {
    const links = await Links.read(spec.vhost);
    const usual = { words: [], limit: 100, first: [], activityOf: () => 0 };
    const { nodes, wantedCount } = await pickNodes(links, { ...usual, ...wanted });
    return [[...nodes].map(({ name }) => name), wantedCount];
  };

  it('are all that is used, where there is room', async () => {
    const [names, count] = await pick({});
    const all = ['', 'dead', 'dlx', 'in', 'invoices', 'lonely', 'orders', 'shop'];
    expect([names.sort(), count]).to.eql([all, 8]);
  });

  it('are the busiest with all that leads to them, then the fullest', async () => {
    spec.vhost.publish(message({ exchange: 'dlx' }));
    const activityOf: NodesWanted['activityOf'] = ({ name }) => (name === 'orders' ? 5 : 0);
    const [names, count] = await pick({ limit: 5, activityOf });
    expect([names, count]).to.eql([['orders', 'shop', 'in', 'dead', 'dlx'], 8]);
  });

  it('are those of a name, with what leads to them and what they lead to', async () => {
    const [names, count] = await pick({ words: ['ord', 'ers'] });
    expect([names, count]).to.eql([['orders', 'shop', 'in', 'dlx', 'dead'], 5]);
    expect(await pick({ words: ['nothing'] })).to.eql([[], 0]);
  });

  it('are first of all those that are asked for, whatever their names', async () => {
    const lonely = spec.vhost.queue('lonely');
    const first = lonely === undefined ? [] : [lonely];
    expect(await pick({ words: ['dead'], first, limit: 2 })).to.eql([['lonely', 'dead'], 3]);
  });

  it('are found in circles too', async () => {
    spec.bindExchange('in', 'shop', 'again');
    const [names] = await pick({ words: ['orders'], limit: 4 });
    expect(names).to.eql(['orders', 'shop', 'in', 'dlx']);
  });
});
