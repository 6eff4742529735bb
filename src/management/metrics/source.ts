/** What metrics are taken from; filled by whoever serves them. */
import type { Broker } from '../../core/broker.js';

export interface MetricsSource {
  readonly broker: Broker;
  /** Leveret's own. */
  readonly version: string;
  /** The RabbitMQ release whose behaviour is followed. */
  readonly rabbitmqVersion: string;
  readonly clusterName: string;
  readonly machine: MachineFacts;
}

/** What the process and its machine tell, taken once for each scrape; undefined where unknown. */
export interface MachineFacts {
  readonly openFiles: number | undefined;
  readonly openFilesMax: number | undefined;
  readonly openSockets: number | undefined;
  readonly memoryBytes: number;
  readonly memoryBytesMax: number;
  readonly diskFreeBytes: number | undefined;
  readonly diskFreeBytesMin: number | undefined;
  readonly uptimeSeconds: number;
}
