/** An exchange or a queue in the picture: a link to its page, with what goes through it. */
import { formatCount, formatRate } from '../../format/numbers.js';
import type { NodeRates } from './flow.js';
import { addressOf, type GraphNode, titleOf } from './graph.js';
import { NODE_HEIGHT, NODE_WIDTH, type Place } from './layout.js';
import { fullness } from './strokes.js';
import type { Certainty } from './way.js';

interface NodeCardProps {
  readonly vhost: string;
  readonly node: GraphNode;
  readonly place: Place | undefined;
  readonly rates: NodeRates | undefined;
  /** Of the message whose way is shown. */
  readonly certainty: Certainty | undefined;
  readonly isDim: boolean;
  readonly onHot: (id: string | undefined) => void;
  readonly onFocus: (ids: readonly string[]) => void;
}

export function NodeCard(props: NodeCardProps) {
  const { vhost, node, place, rates, certainty, isDim, onHot, onFocus } = props;
  if (place === undefined) return null;
  const { id, kind, exchange, queue } = node;
  const isMissing = exchange === undefined && queue === undefined;
  const looks = [kind, isMissing && 'missing', certainty && `lit ${certainty}`, isDim && 'dim'];
  const style = {
    left: `${place.x}px`,
    top: `${place.y}px`,
    width: `${NODE_WIDTH}px`,
    height: `${NODE_HEIGHT}px`,
  };
  return (
    <a
      class={`topology-node ${looks.filter(Boolean).join(' ')}`}
      href={addressOf(vhost, node)}
      draggable={false}
      style={style}
      title={isMissing ? `${titleOf(node)}: what is sent here is lost` : titleOf(node)}
      onPointerEnter={() => onHot(id)}
      onPointerLeave={() => onHot(undefined)}
      onFocus={({ currentTarget }) => {
        onHot(id);
        // By a click, the picture would move away below the pointer.
        if (currentTarget.matches(':focus-visible')) onFocus([id]);
      }}
      onBlur={() => onHot(undefined)}
    >
      <span class="topology-name">
        <span class="hidden">{kind} </span>
        <bdi>{titleOf(node)}</bdi>
      </span>
      {isMissing && <span class="topology-facts warn">does not exist</span>}
      {exchange !== undefined && <ExchangeFacts exchange={exchange} rates={rates} />}
      {queue !== undefined && <QueueFacts queue={queue} rates={rates} />}
      {certainty === 'possible' && <span class="hidden">, perhaps on the way</span>}
      {certainty === 'certain' && <span class="hidden">, on the way</span>}
    </a>
  );
}

interface ExchangeFactsProps {
  readonly exchange: NonNullable<GraphNode['exchange']>;
  readonly rates: NodeRates | undefined;
}

function ExchangeFacts({ exchange, rates }: ExchangeFactsProps) {
  const { type, messages_delayed: delayed } = exchange;
  return (
    <span class="topology-facts">
      <span class="topology-type">{type}</span>
      {delayed > 0 && <span>{formatCount(delayed)} delayed</span>}
      <span class="spring" />
      <span title="Published to it">{formatRate(rates?.in)}</span>
    </span>
  );
}

interface QueueFactsProps {
  readonly queue: NonNullable<GraphNode['queue']>;
  readonly rates: NodeRates | undefined;
}

function QueueFacts({ queue, rates }: QueueFactsProps) {
  const { messages_ready: ready, messages_unacknowledged: unacked, consumers, state } = queue;
  const isStuck = ready > 0 && (consumers === 0 || state === 'paused');
  return (
    <>
      <span class="topology-facts">
        <span
          class={isStuck ? 'warn' : ''}
          title={`${unacked.toLocaleString('en')} unacknowledged`}
        >
          {formatCount(ready)} ready
        </span>
        <span class="spring" />
        <span title="Comes in">{formatRate(rates?.in)}</span>
      </span>
      <span
        class={`topology-backlog ${isStuck ? 'warn' : ''}`}
        style={{ width: `${fullness(ready) * 100}%` }}
      />
      <span class={`topology-consumers ${isStuck ? 'warn' : ''}`}>
        {state === 'paused' ? 'paused' : countOf(consumers)}
        {consumers > 0 && <span>{formatRate(rates?.out)}</span>}
      </span>
    </>
  );
}

function countOf(consumers: number): string {
  if (consumers === 0) return 'no consumer';
  return `${formatCount(consumers)} ${consumers === 1 ? 'consumer' : 'consumers'}`;
}
