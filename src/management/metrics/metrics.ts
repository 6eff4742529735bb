/**
 * The broker's metrics, ready to be scraped: what is counted (scrape.ts) and what is measured
 * (runtime.ts), of a machine that is asked anew each time. Built by server.ts; served by
 * ../metrics-router.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { Machine } from '../machine.js';
import { type CommitTotals, RuntimeMetrics } from './runtime.js';
import { scrape, type ScrapeRequest } from './scrape.js';
import type { MetricsSource } from './source.js';

export interface MetricsOptions {
  readonly broker: Broker;
  readonly machine: Machine;
  /** Leveret's own. */
  readonly version: string;
  /** The RabbitMQ release whose behaviour is followed. */
  readonly rabbitmqVersion: string;
}

export class Metrics {
  readonly #options: MetricsOptions;
  readonly #runtime: RuntimeMetrics;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#runtime = new RuntimeMetrics(options.broker.store);
  }

  get commits(): CommitTotals {
    return this.#runtime.commits;
  }

  /** Chunks of Prometheus' text format. */
  async *scrape(request: ScrapeRequest): AsyncGenerator<string> {
    yield* scrape(await this.#source(), request);
    if (request.endpoint === 'aggregated' || request.endpoint === 'per-object') {
      yield this.#runtime.text();
    }
  }

  stop(): void {
    this.#runtime.stop();
  }

  async #source(): Promise<MetricsSource> {
    const { broker, machine, version, rabbitmqVersion } = this.#options;
    const clusterName = broker.globalParameters.clusterName(broker.nodeName);
    let openSockets = 0;
    for (const { clients } of broker.vhosts()) openSockets += clients.count;
    const facts = { ...(await machine.read()), openSockets };
    return { broker, version, rabbitmqVersion, clusterName, machine: facts };
  }
}
