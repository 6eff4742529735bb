/**
 * A broker of nothing but names, on which an import is tried before it touches anything: so the
 * broker's own rules decide. Limits of the broker and exclusive queues are not rehearsed.
 * Called by import.ts and preview.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { Owner } from '../../core/consumer.js';
import { type Application, applyPlan } from './apply.js';
import type { Ignored } from './plan.js';

/** Throws what the broker would throw; gives what it would leave out. */
export function rehearse(stage: Broker, broker: Broker, application: Application): Ignored[] {
  const { plan, by } = application;
  for (const { name } of [...stage.vhosts()]) stage.deleteVhost(name);
  for (const { definition } of broker.vhosts()) {
    const { connectionCountMax: _c, queueCountMax: _q, ...request } = definition;
    stage.declareVhost(request, by);
  }
  for (const user of broker.access.users.all()) stage.access.users.restore(user);
  for (const binding of plan.bindings) {
    copyExchange(stage, broker, binding.vhost, binding.source, by);
    if (binding.destinationKind === 'queue') {
      copyQueue(stage, broker, binding.vhost, binding.destination, by);
    } else copyExchange(stage, broker, binding.vhost, binding.destination, by);
  }
  return applyPlan(stage, application);
}

function copyQueue(stage: Broker, from: Broker, vhost: string, name: string, by: Owner): void {
  const queue = from.vhost(vhost)?.queue(name);
  if (queue === undefined || name.startsWith('amq.')) return;
  stage.vhost(vhost)?.declareQueue({ ...queue.definition, exclusive: false }, by);
}

function copyExchange(stage: Broker, from: Broker, vhost: string, name: string, by: Owner): void {
  const exchange = from.vhost(vhost)?.exchange(name);
  if (exchange === undefined || name === '' || name.startsWith('amq.')) return;
  stage.vhost(vhost)?.declareExchange(exchange.definition, by);
}
