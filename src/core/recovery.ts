/**
 * Takes what a store kept, at start: definitions first, vhosts and policies before what is in them
 * and under them, then messages (Store.recover), and gives them to the vhosts. Made by broker.ts.
 * What does not fit together is damage, and the broker must not start on it.
 */
import type {
  AccessDefinition,
  Definition,
  ParameterDefinition,
  ResourceDefinition,
  VhostDefinition,
} from './definitions.js';
import { BrokerError } from './errors.js';
import type { MessageFormat } from './message.js';
import type { Queue } from './queue/queue.js';
import type { RecoverySink, StoredMessage } from './store.js';
import type { Vhost } from './vhost.js';

export interface Recovered {
  readonly queues: number;
  readonly messages: number;
  /** What came back and is without effect. */
  readonly warnings: readonly string[];
}

/** The broker's vhosts, as they come back. */
export interface RecoveredVhosts {
  get(name: string): Vhost | undefined;
  restore(definition: VhostDefinition): void;
  /** Throws a BrokerError if that cannot have been. */
  restoreParameter(definition: ParameterDefinition): void;
}

export type RestoreAccess = (definition: AccessDefinition) => void;

export class Recovery implements RecoverySink {
  readonly #vhosts: RecoveredVhosts;
  readonly #format: MessageFormat;
  readonly #restoreAccess: RestoreAccess;
  readonly #queues = new Map<number, Queue>();
  /** Without those that no client sees. */
  #queueCount = 0;
  #messageCount = 0;
  #highestQueueId = 0;
  readonly #warnings: string[] = [];
  readonly #onFault = ({ message }: BrokerError): void => {
    this.#warnings.push(`an earlier release took what is without effect now: ${message}`);
  };
  #fault: Error | undefined;

  constructor(vhosts: RecoveredVhosts, format: MessageFormat, restoreAccess: RestoreAccess) {
    this.#restoreAccess = restoreAccess;
    this.#vhosts = vhosts;
    this.#format = format;
  }

  get recovered(): Recovered {
    return {
      queues: this.#queueCount,
      messages: this.#messageCount,
      warnings: this.#warnings,
    };
  }

  get highestQueueId(): number {
    return this.#highestQueueId;
  }

  /** The first thing that did not fit. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  definition(definition: Definition): void {
    switch (definition.kind) {
      case 'vhost':
        return this.#vhosts.restore(definition);
      case 'parameter':
        this.#attempt(() => this.#vhosts.restoreParameter(definition));
        return;
      case 'user':
      case 'permission':
      case 'topic-permission':
        this.#attempt(() => this.#restoreAccess(definition));
        return;
      default:
        this.#resource(definition);
    }
  }

  #resource(definition: ResourceDefinition): void {
    const vhost = this.#vhosts.get(definition.vhost);
    if (vhost === undefined) {
      this.#fail(
        `a stored ${definition.kind} is of vhost '${definition.vhost}', which is not there`,
      );
      return;
    }
    const queue = this.#attempt(() => vhost.restore(definition, this.#onFault));
    if (queue === undefined) return;
    const { id } = queue.definition;
    this.#queues.set(id, queue);
    this.#highestQueueId = Math.max(this.#highestQueueId, id);
    if (definition.kind === 'queue') this.#queueCount++;
  }

  message(stored: StoredMessage): void {
    const { queueId } = stored;
    const queue = this.#queues.get(queueId);
    if (queue === undefined) {
      this.#fail(`a stored message is of queue ${queueId}, which is not there`);
      return;
    }
    queue.restore(this.#format.restore(stored), stored);
    this.#messageCount++;
  }

  /** Undefined too if the store holds what nobody would have been let in with. */
  #attempt<T>(restore: () => T): T | undefined {
    try {
      return restore();
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      this.#fail(error.message);
      return undefined;
    }
  }

  #fail(message: string): void {
    this.#fault ??= new Error(`the store is damaged: ${message}`);
  }
}
