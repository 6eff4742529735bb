/**
 * "Why does nothing arrive?": what stands in the way of messages to the queue, and where one with a
 * certain key would go. Asked for only while it is open. Part of queue-page.tsx.
 */
import { useState } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { BindingJson, ExchangeDetailsJson, QueueDetailsJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { arrivalsOf, type Source } from './arrivals.js';
import { Holdups } from './holdup-list.js';
import { RouteCheck } from './route-check.js';

const INTERVAL_MS = 5_000;
/** So many exchanges are looked at. */
const SOURCES_MAX = 20;

export function ArrivalsPanel({ queue }: { readonly queue: QueueDetailsJson }) {
  const isUnused = queue.messages === 0 && (queue.message_stats?.publish ?? 0) === 0;
  const [isOpen, setOpen] = useState(isUnused);
  return (
    <section class="panel wide">
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <h2>Why does nothing arrive?</h2>
        </summary>
        {isOpen && <Arrivals queue={queue} />}
      </details>
    </section>
  );
}

function Arrivals({ queue }: { readonly queue: QueueDetailsJson }) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    `arrivals ${pathOfQueue(queue)}`,
    () => arrivalFacts(api, queue),
    INTERVAL_MS,
  );
  if (data === undefined) return fault === undefined ? <Loading /> : <Fault fault={fault} />;
  const rate = queue.message_stats?.publish_details?.rate ?? 0;
  return (
    <>
      <Fault fault={fault} what="Not up to date:" />
      {rate > 0 && <p class="muted">Messages do arrive.</p>}
      <Holdups holdups={rate > 0 ? [] : arrivalsOf({ queue, ...data })} />
      <RouteCheck queue={queue} exchanges={data.sources.map(({ name }) => name)} />
    </>
  );
}

async function arrivalFacts(api: Api, queue: QueueDetailsJson) {
  const [health, bindings] = await Promise.all([
    api.get<{ readonly reason?: string }>('/healthchecks/node'),
    api.get<readonly BindingJson[]>(`${pathOfQueue(queue)}/bindings`),
  ]);
  const names = new Set(bindings.map(({ source }) => source).filter((name) => name !== ''));
  const sources = await Promise.all(
    [...names].slice(0, SOURCES_MAX).map((name) => sourceOf(api, queue.vhost, name)),
  );
  const alarms = /\[([^\]]*)\]/.exec(health.reason ?? '')?.[1]?.split(',') ?? [];
  return { alarms, bindings, sources };
}

async function sourceOf(api: Api, vhost: string, name: string): Promise<Source> {
  const exchange = await api.get<ExchangeDetailsJson>(path('/exchanges', vhost, name));
  const { type, message_stats: stats } = exchange;
  return {
    name,
    type,
    publishedIn: stats?.publish_in ?? 0,
    unroutable: stats?.publish_unroutable ?? 0,
    rate: stats?.publish_in_details?.rate ?? 0,
  };
}
