/** The topology and its traffic on one broker, for as long as it is asked. */
import type { Management } from './management.js';
import { readNode } from './names.js';
import { buildTopology, clearTopology } from './topology.js';
import { Traffic } from './traffic.js';

export class Stage {
  readonly #management: Management;
  readonly #traffic: Traffic;

  private constructor(management: Management, traffic: Traffic) {
    this.#management = management;
    this.#traffic = traffic;
  }

  static async open(management: Management): Promise<Stage> {
    await clearTopology(management);
    await buildTopology(management);
    const { amqpPort } = await readNode(management);
    const traffic = new Traffic(`amqp://${management.host}:${amqpPort}`);
    await traffic.start();
    return new Stage(management, traffic);
  }

  async close(): Promise<void> {
    await this.#traffic.stop();
    await clearTopology(this.#management);
  }
}
