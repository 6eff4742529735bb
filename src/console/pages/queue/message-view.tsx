/** One message: where it came from, its properties and headers, its body in several forms. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { messageOf } from '../../api/client.js';
import type { GotMessageJson } from '../../api/types.js';
import { formatBytes } from '../../format/numbers.js';
import { download } from '../../table/toolbar.js';
import { bodyForms, bytesOf, fileNameOf, isCut } from './body-text.js';
import { HeadersTable } from './headers-table.js';

/** Of a get, or of a look into the queue. */
export type ShownMessage = Omit<GotMessageJson, 'message_count'>;

interface MessageViewProps {
  readonly number: number;
  readonly message: ShownMessage;
  /** The whole message, where `message` may hold the beginning of the body only. */
  readonly loadWhole?: (encoding: 'auto' | 'base64') => Promise<ShownMessage>;
  /** More words about it, and what can be done with it. */
  readonly notes?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function MessageView(props: MessageViewProps) {
  const { number, message, loadWhole, notes, children } = props;
  const [whole, setWhole] = useState<ShownMessage>();
  const [fault, setFault] = useState<string>();
  const load = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
      setFault(undefined);
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  const save = async (): Promise<void> => {
    const { payload, payload_encoding: encoding } = (await loadWhole?.('base64')) ?? message;
    const name = fileNameOf(number, message.properties);
    download(name, 'application/octet-stream', bytesOf(payload, encoding));
  };
  return (
    <article class="message">
      <header>
        <b>{number}</b>
        <span>
          {message.exchange === '' ? 'default exchange' : <bdi>{message.exchange}</bdi>}
          {' → '}
          <bdi>{message.routing_key}</bdi>
        </span>
        <span class="muted">{formatBytes(message.payload_bytes)}</span>
        {message.redelivered && <span class="badge warn">redelivered</span>}
        {notes}
        <span class="spring" />
        <button type="button" class="small" onClick={() => void load(save)}>
          Download
        </button>
        {children}
      </header>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      <HeadersTable properties={message.properties} />
      <Body
        number={number}
        message={whole ?? message}
        {...(loadWhole !== undefined &&
          whole === undefined && {
            onWhole: () => void load(async () => setWhole(await loadWhole('auto'))),
          })}
      />
    </article>
  );
}

interface BodyProps {
  readonly number: number;
  readonly message: ShownMessage;
  readonly onWhole?: () => void;
}

/** As JSON, as text or in hex, whichever of them it can be. */
function Body({ number, message, onWhole }: BodyProps) {
  const { payload, payload_encoding: encoding, payload_bytes: size } = message;
  const forms = bodyForms(payload, encoding);
  const [wanted, setWanted] = useState<string>();
  const form = forms.find(({ kind }) => kind === wanted) ?? forms[0];
  if (size === 0) return <p class="muted">The body is empty.</p>;
  return (
    <>
      {forms.length > 1 && (
        <div class="tabs" role="group" aria-label={`Form of body ${number}`}>
          {forms.map(({ kind }) => (
            <button
              key={kind}
              type="button"
              class="small"
              aria-pressed={kind === form?.kind}
              onClick={() => setWanted(kind)}
            >
              {kind}
            </button>
          ))}
        </div>
      )}
      <pre
        class={form?.kind === 'Hex' ? '' : 'text'}
        tabIndex={0}
        aria-label={`Body of message ${number}, ${form?.kind ?? ''}`}
      >
        {form?.text()}
      </pre>
      {isCut(message) && (
        <p class="cut">
          <span class="muted">This is the beginning of {formatBytes(size)}.</span>
          {onWhole !== undefined && (
            <button type="button" class="small" onClick={onWhole}>
              Show all
            </button>
          )}
        </p>
      )}
    </>
  );
}
