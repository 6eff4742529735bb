/** One message: where it came from, its properties and headers, its body. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { GotMessageJson } from '../../api/types.js';
import { formatBytes } from '../../format/numbers.js';
import { download } from '../../table/toolbar.js';
import { bodyText, bytesOf, hexDump } from './body-text.js';

/** Of a get, or of a look into the queue. */
export type ShownMessage = Omit<GotMessageJson, 'message_count'>;

interface MessageViewProps {
  readonly number: number;
  readonly message: ShownMessage;
  /** The whole body, where `message` may hold the beginning only. */
  readonly loadWhole?: () => Promise<ShownMessage>;
  /** More words about it, and what can be done with it. */
  readonly notes?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function MessageView(props: MessageViewProps) {
  const { number, message, loadWhole = () => Promise.resolve(message), notes, children } = props;
  const { payload, payload_encoding: encoding } = message;
  const [isHex, setHex] = useState(false);
  const { kind, text } = bodyText(payload, encoding);
  const properties = Object.entries(message.properties);
  return (
    <article class="message">
      <header>
        <b>{number}</b>
        <span>
          {message.exchange === '' ? 'default exchange' : message.exchange}
          {' → '}
          <bdi>{message.routing_key}</bdi>
        </span>
        <span class="muted">{formatBytes(message.payload_bytes)}</span>
        {message.redelivered && <span class="badge warn">redelivered</span>}
        {notes}
        <span class="spring" />
        {kind !== 'binary' && (
          <button type="button" class="small" aria-pressed={isHex} onClick={() => setHex(!isHex)}>
            Hex
          </button>
        )}
        <button
          type="button"
          class="small"
          onClick={() => void loadWhole().then((whole) => save(number, whole))}
        >
          Download
        </button>
        {children}
      </header>
      {properties.length > 0 && (
        <dl class="facts">
          {properties.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <pre tabIndex={0} aria-label={`Body of message ${number}, ${kind}`}>
        {isHex ? hexDump(bytesOf(payload, encoding)) : text || '(empty body)'}
      </pre>
    </article>
  );
}

function save(number: number, { payload, payload_encoding: encoding }: ShownMessage): void {
  download(`message-${number}`, 'application/octet-stream', bytesOf(payload, encoding));
}
