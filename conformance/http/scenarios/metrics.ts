/** Dashboards that were drawn for RabbitMQ find what they ask for. */
import { expect } from 'chai';
import { broker } from '../../support/broker.js';
import { overviewLabels, overviewMetrics } from '../grafana-overview.js';

describe("Grafana's dashboard of RabbitMQ", () => {
  let text = '';

  before(async () => {
    const { origin, username, password } = new URL(broker.managementUrl);
    const authorization = `Basic ${btoa(`${username}:${password}`)}`;
    // RabbitMQ has a port of its own for it.
    const response = await fetch(process.env['METRICS_URL'] ?? `${origin}/metrics`, {
      headers: { authorization },
    });
    expect(response.status).to.equal(200);
    text = await response.text();
  });

  it('finds every metric that it asks for', () => {
    const names = new Set([...text.matchAll(/^(\w+)[{ ]/gm)].map(([, name]) => name));
    expect(overviewMetrics.filter((name) => !names.has(name))).to.deep.equal([]);
  });

  it('finds the labels that it chooses nodes and clusters by', () => {
    for (const [name, labels] of Object.entries(overviewLabels)) {
      const [, given = ''] = new RegExp(`^${name}\\{(.*)\\} 1$`, 'm').exec(text) ?? [];
      for (const label of labels) expect(given, name).to.match(new RegExp(`\\b${label}="[^"]+"`));
    }
  });
});
