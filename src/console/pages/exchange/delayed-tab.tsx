/** Messages that wait at a delayed exchange: looked at page by page, searched, cancelled. */
import { useEffect, useState } from 'preact/hooks';
import type { ExchangeJson, MessagePageJson, QueuedMessageJson } from '../../api/types.js';
import { formatDuration } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { pathOfExchange } from '../exchanges/exchange-columns.js';
import { MessageView } from '../queue/message-view.js';

const PAGE_SIZE = 20;
/** Of one body, on demand; a download has all of it. */
const SHOWN_BYTES_MAX = 1_048_576;

interface Shown {
  readonly page: MessagePageJson;
  readonly from: number | undefined;
}

export function DelayedTab({ exchange }: { readonly exchange: ExchangeJson }) {
  const { api } = useConsole();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Shown>();
  const [fault, setFault] = useState<unknown>();
  const where = `${pathOfExchange(exchange)}/delayed`;
  const look = async (from?: number): Promise<void> => {
    try {
      const query = { page_size: PAGE_SIZE, from, ...(search !== '' && { search }) };
      setShown({ page: await api.get<MessagePageJson>(where, query), from });
      setFault(undefined);
    } catch (error) {
      setFault(error);
    }
  };
  useEffect(() => {
    void look();
  }, []);
  return (
    <section class="panel">
      <h2>Messages that wait here</h2>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void look();
        }}
      >
        <Field label="Search" placeholder="all" value={search} onValue={setSearch} />
        <button type="submit">Look</button>
      </form>
      <p class="muted">Nothing is taken: each is routed when it is due.</p>
      <Fault fault={fault} />
      {shown === undefined && fault === undefined && <Loading />}
      {shown !== undefined && (
        <Messages
          where={where}
          shown={shown}
          onLook={(from) => void look(from)}
          onGone={() => void look(shown.from)}
        />
      )}
    </section>
  );
}

interface MessagesProps {
  readonly where: string;
  readonly shown: Shown;
  readonly onLook: (from?: number) => void;
  readonly onGone: () => void;
}

function Messages({ where, shown, onLook, onGone }: MessagesProps) {
  const { items, next } = shown.page;
  return (
    <>
      {items.length === 0 && (
        <p class="empty">
          {next === null
            ? 'No message waits. One with a header x-delay does, for so many milliseconds.'
            : 'None so far that matches: there are more.'}
        </p>
      )}
      {items.map((message) => (
        <DelayedMessage key={message.id} where={where} message={message} onGone={onGone} />
      ))}
      <div class="buttons">
        {shown.from !== undefined && (
          <button type="button" onClick={() => onLook()}>
            First page
          </button>
        )}
        {next !== null && (
          <button type="button" onClick={() => onLook(next)}>
            Next page
          </button>
        )}
      </div>
    </>
  );
}

interface DelayedMessageProps {
  readonly where: string;
  readonly message: QueuedMessageJson;
  readonly onGone: () => void;
}

function DelayedMessage({ where, message, onGone }: DelayedMessageProps) {
  const { api } = useConsole();
  const [isAsked, setAsked] = useState(false);
  const path = `${where}/${message.id}`;
  return (
    <MessageView
      number={message.id}
      message={message}
      loadWhole={(encoding: 'auto' | 'base64' = 'base64') =>
        api.get<QueuedMessageJson>(path, {
          encoding,
          truncate: encoding === 'auto' ? SHOWN_BYTES_MAX : undefined,
        })
      }
      notes={<Due at={message.expires_at} />}
    >
      <button type="button" class="small danger" onClick={() => setAsked(true)}>
        Cancel message
      </button>
      {isAsked && (
        <Confirmation
          title={`Cancel message ${message.id}?`}
          verb="Cancel the message"
          isDangerous
          onClose={() => setAsked(false)}
          onConfirm={() => api.send('DELETE', path).then(onGone)}
        >
          It goes for good, and reaches no queue.
        </Confirmation>
      )}
    </MessageView>
  );
}

function Due({ at }: { readonly at: number | null }) {
  if (at === null) return null;
  const restMs = Math.max(0, at - Date.now());
  return (
    <span class="badge" title={new Date(at).toLocaleString('en-GB')}>
      due in {formatDuration(restMs - (restMs % 1_000))}
    </span>
  );
}
