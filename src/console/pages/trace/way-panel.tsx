/** The way of one message, from top to bottom; of a request its reply's, too. */
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { isNotFound } from '../../api/client.js';
import type { StepJson, WholeWayJson } from '../../api/types.js';
import { formatBytes, formatDuration } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { CopyButton } from '../../widgets/copy-button.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { timeOf } from './message-columns.js';
import { sharesOf } from './round-trip.js';
import { StepView } from './step-view.js';

const INTERVAL_MS = 2_000;

interface WayPanelProps {
  readonly vhost: string;
  /** Its path below /api. */
  readonly where: string;
  readonly number: number;
  readonly onClose: () => void;
}

export function WayPanel({ vhost, where, number, onClose }: WayPanelProps) {
  const { api } = useConsole();
  const { data, fault } = usePoll(where, () => api.get<WholeWayJson>(where), INTERVAL_MS);
  const isGone = isNotFound(fault);
  const element = useRef<HTMLElement>(null);
  // Where there is no room beside the list it stands above.
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    <section ref={element} class="panel way" aria-labelledby="way-title">
      <div class="panel-head">
        <h2 id="way-title">Message {number}</h2>
        <button type="button" class="small" onClick={onClose}>
          Close
        </button>
      </div>
      {isGone ? (
        <p class="notice warn" role="status">
          The trace has let go of this message, for newer ones.
        </p>
      ) : (
        <Fault fault={fault} />
      )}
      {data === undefined ? fault === undefined && <Loading /> : <Way vhost={vhost} way={data} />}
    </section>
  );
}

function Way({ vhost, way }: { readonly vhost: string; readonly way: WholeWayJson }) {
  const { reply, round_trip_ms: roundTrip } = way;
  const shares = reply === null ? undefined : sharesOf(way.steps, reply.steps);
  return (
    <>
      <WayFacts way={way} />
      {reply !== null && (
        <p class={`notice ${roundTrip === null ? '' : 'good'}`}>
          <strong>
            {roundTrip === null
              ? 'The reply is on its way.'
              : `Request and reply took ${formatDuration(roundTrip)}.`}
          </strong>
          {shares !== undefined &&
            ` ${formatDuration(shares.there)} to its consumer, ${formatDuration(shares.work)} ` +
              `until that replied, ${formatDuration(shares.back)} back.`}
        </p>
      )}
      {reply !== null && <h3>Request</h3>}
      <Timeline vhost={vhost} steps={way.steps} omitted={way.steps_omitted} />
      {way.copies_not_followed > 0 && (
        <p class="muted">
          {way.copies_not_followed.toLocaleString('en')} more copies of it are not followed.
        </p>
      )}
      {way.state === 'cut' && (
        <p class="notice warn">The trace ended here. What came after is not known.</p>
      )}
      {reply !== null && (
        <>
          <h3>Reply</h3>
          <Timeline vhost={vhost} steps={reply.steps} omitted={reply.steps_omitted} />
        </>
      )}
    </>
  );
}

function WayFacts({ way }: { readonly way: WholeWayJson }) {
  const properties = Object.entries(way.properties);
  const more = way.routing_keys.slice(1);
  return (
    <dl class="facts">
      <div>
        <dt>Published</dt>
        <dd>
          {timeOf(way.started_at)}, {formatBytes(way.payload_bytes)}
          {way.headers_count > 0 &&
            `, ${way.headers_count} ${way.headers_count === 1 ? 'header' : 'headers'}`}
        </dd>
      </div>
      {more.length > 0 && (
        <div>
          <dt>More keys (CC, BCC)</dt>
          <dd>
            <bdi>{more.join(', ')}</bdi>
          </dd>
        </div>
      )}
      {properties.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <code>
              <bdi>{String(value)}</bdi>
            </code>{' '}
            {name === 'correlation_id' && <CopyButton text={String(value)} label={name} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface TimelineProps {
  readonly vhost: string;
  readonly steps: readonly StepJson[];
  readonly omitted: number;
}

function Timeline({ vhost, steps, omitted }: TimelineProps) {
  const copyCount = Math.max(0, ...steps.map(({ place }) => place));
  const gap = omitted > 0 ? steps.length / 2 : -1;
  return (
    <ol class="timeline">
      {steps.map((step, index) => (
        <Fragment key={index}>
          {index === gap && (
            <li class="gap muted">{omitted.toLocaleString('en')} steps are left out here</li>
          )}
          <StepView vhost={vhost} step={step} hasCopies={copyCount > 1} isFirst={index === 0} />
        </Fragment>
      ))}
    </ol>
  );
}
