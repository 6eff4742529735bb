/** Looks into the queue, page by page, without taking anything; deletes and moves one by one. */
import { useState } from 'preact/hooks';
import { messageOf, type Query } from '../../api/client.js';
import type { MessagePageJson, QueuedMessageJson, QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { MessageView } from './message-view.js';

const PAGE_SIZE = 20;
/** Of one body, on demand; a download has all of it. */
const SHOWN_BYTES_MAX = 1_048_576;

const PLACES = [
  { value: 'headers,routing_key,body', title: 'Anywhere' },
  { value: 'body', title: 'Body' },
  { value: 'headers', title: 'Properties and headers' },
  { value: 'routing_key', title: 'Routing key' },
] as const;

interface BrowsePanelProps {
  readonly queue: QueueJson;
  readonly onChange: () => void;
}

interface Shown {
  readonly page: MessagePageJson;
  readonly from: number | undefined;
}

export function BrowsePanel({ queue, onChange }: BrowsePanelProps) {
  const { api } = useConsole();
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState<string>(PLACES[0].value);
  const [shown, setShown] = useState<Shown>();
  const [fault, setFault] = useState<string>();
  const look = async (from?: number): Promise<void> => {
    const query: Query = {
      page_size: PAGE_SIZE,
      from,
      ...(search !== '' && { search, search_in: place }),
    };
    try {
      const page = await api.get<MessagePageJson>(`${pathOfQueue(queue)}/messages`, query);
      setShown({ page, from });
      setFault(undefined);
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  const onGone = (): void => {
    onChange();
    void look(shown?.from);
  };
  return (
    <section class="panel wide">
      <h2>Look at messages</h2>
      <form
        class="row"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void look();
        }}
      >
        <Field label="Search" placeholder="all" value={search} onValue={setSearch} />
        <label>
          In
          <select value={place} onChange={({ currentTarget }) => setPlace(currentTarget.value)}>
            {PLACES.map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Look</button>
      </form>
      <p class="muted">Oldest first. Nothing is taken, and nothing is marked.</p>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {shown !== undefined && (
        <Messages
          queue={queue}
          page={shown.page}
          isFirst={shown.from === undefined}
          onGone={onGone}
          onLook={(from) => void look(from)}
        />
      )}
    </section>
  );
}

interface MessagesProps {
  readonly queue: QueueJson;
  readonly page: MessagePageJson;
  readonly isFirst: boolean;
  readonly onGone: () => void;
  readonly onLook: (from?: number) => void;
}

function Messages({ queue, page, isFirst, onGone, onLook }: MessagesProps) {
  const { items, next } = page;
  return (
    <>
      {items.length === 0 && (
        <p class="empty">
          {next === null ? 'No message is ready that matches.' : 'None so far: there are more.'}
        </p>
      )}
      {items.map((message) => (
        <QueuedMessage key={message.id} queue={queue} message={message} onGone={onGone} />
      ))}
      <div class="buttons">
        {!isFirst && (
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

interface QueuedMessageProps {
  readonly queue: QueueJson;
  readonly message: QueuedMessageJson;
  readonly onGone: () => void;
}

function QueuedMessage({ queue, message, onGone }: QueuedMessageProps) {
  const { api } = useConsole();
  const [asked, setAsked] = useState<'delete' | 'move'>();
  const [target, setTarget] = useState('');
  const where = `${pathOfQueue(queue)}/messages/${message.id}`;
  const close = (): void => setAsked(undefined);
  return (
    <MessageView
      number={message.id}
      message={message}
      loadWhole={(encoding) =>
        api.get<QueuedMessageJson>(where, {
          encoding,
          truncate: encoding === 'auto' ? SHOWN_BYTES_MAX : undefined,
        })
      }
      notes={<Notes message={message} />}
    >
      <button type="button" class="small" onClick={() => setAsked('move')}>
        Move
      </button>
      <button type="button" class="small danger" onClick={() => setAsked('delete')}>
        Delete
      </button>
      {asked === 'delete' && (
        <Confirmation
          title={`Delete message ${message.id}?`}
          verb="Delete the message"
          isDangerous
          onClose={close}
          onConfirm={() => api.send('DELETE', where).then(onGone)}
        >
          It goes for good, and becomes no dead letter.
        </Confirmation>
      )}
      {asked === 'move' && (
        <Confirmation
          title={`Move message ${message.id}`}
          verb="Move"
          onClose={close}
          onConfirm={() => api.send('POST', `${where}/move`, { queue: target }).then(onGone)}
        >
          <Field label="To the queue" value={target} onValue={setTarget} />
        </Confirmation>
      )}
    </MessageView>
  );
}

function Notes({ message }: { readonly message: QueuedMessageJson }) {
  const { origin, expires_at: expiresAt, return_count: returnCount } = message;
  return (
    <>
      {origin !== null && (
        <span class="badge warn">
          {origin.reason} in {origin.queue}
        </span>
      )}
      {returnCount > 0 && <span class="badge">returned {returnCount} times</span>}
      {expiresAt !== null && (
        <span class="muted">expires {new Date(expiresAt).toLocaleTimeString('en-GB')}</span>
      )}
    </>
  );
}
