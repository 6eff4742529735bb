/** Closes a connection after a question, with a reason that its client is told. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';

interface CloseButtonProps {
  readonly name: string;
  readonly onClosed: () => void;
}

export function CloseButton({ name, onClosed }: CloseButtonProps) {
  const { api } = useConsole();
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  return (
    <>
      <button type="button" class="danger" onClick={() => setAsked(true)}>
        Close connection
      </button>
      {isAsked && (
        <Confirmation
          title="Close this connection?"
          verb="Close connection"
          isDangerous
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await api.send('DELETE', path('/connections', name), undefined, reasonHeader(reason));
            onClosed();
          }}
        >
          <p>
            <bdi>{name}</bdi> ends, with all of its channels. What they hold unacknowledged goes
            back to its queues. Most clients connect again.
          </p>
          <Field
            label="Reason, which the client is told"
            placeholder="Closed via management plugin"
            value={reason}
            onValue={setReason}
          />
        </Confirmation>
      )}
    </>
  );
}

/** Headers hold octets: those of UTF-8, which is how the broker reads them. */
function reasonHeader(reason: string): Readonly<Record<string, string>> {
  if (reason.trim() === '') return {};
  const octets = new TextEncoder().encode(reason.trim());
  return { 'x-reason': String.fromCharCode(...octets) };
}
