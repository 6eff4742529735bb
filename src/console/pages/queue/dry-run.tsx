/**
 * A form whose messages move only after a dry run has shown where they would go. Used by
 * replay-panel.tsx and move-panel.tsx.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { messageOf } from '../../api/client.js';
import type { ReplayJson } from '../../api/types.js';
import { formatMessages, formatWhole } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { LetterGroups } from './letter-groups.js';
import { replaySummary } from './replay-request.js';

export interface DryRunProps {
  readonly where: string;
  /** May throw an Error that says what is wrong with the form. */
  readonly body: (isDryRun: boolean) => object;
  /** Of the button: "Send back". */
  readonly verb: string;
  readonly replays: readonly ReplayJson[];
  readonly onStarted: () => void;
  readonly children: ComponentChildren;
}

interface Foreseen {
  readonly id: string;
  /** What was asked for: it counts while the form says the same. */
  readonly asked: string;
}

export function DryRun({ where, body, verb, replays, onStarted, children }: DryRunProps) {
  const { api } = useConsole();
  const [foreseen, setForeseen] = useState<Foreseen>();
  const [isStarted, setStarted] = useState(false);
  const [fault, setFault] = useState<string>();
  const start = async (isDryRun: boolean): Promise<void> => {
    setFault(undefined);
    setStarted(false);
    try {
      const replay = (await api.send('POST', where, body(isDryRun))) as ReplayJson;
      setForeseen(isDryRun ? { id: replay.id, asked: JSON.stringify(body(true)) } : undefined);
      setStarted(!isDryRun);
      onStarted();
    } catch (error) {
      setFault(messageOf(error));
    }
  };
  const result = replays.find(({ id }) => id === foreseen?.id);
  return (
    <>
      <form
        class="fields"
        onSubmit={(submitted) => {
          submitted.preventDefault();
          void start(true);
        }}
      >
        {children}
        <button type="submit">Dry run</button>
      </form>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      {isStarted && (
        <p class="notice good" role="status">
          Started: see below how far it is.
        </p>
      )}
      {result !== undefined && foreseen?.asked === askedNow(body) && (
        <Result replay={result} verb={verb} onStart={() => void start(false)} />
      )}
    </>
  );
}

interface ResultProps {
  readonly replay: ReplayJson;
  readonly verb: string;
  readonly onStart: () => void;
}

function Result({ replay, verb, onStart }: ResultProps) {
  const { state, replayed, examined, messages } = replay;
  if (state === 'running') {
    return (
      <p class="muted" role="status">
        Looking: {formatWhole(examined)} of {formatWhole(messages)}…
      </p>
    );
  }
  return (
    <div class="foreseen" role="status">
      <p>
        <b>{replaySummary(replay)}</b>
      </p>
      <LetterGroups replay={replay} />
      {replayed > 0 && (
        <button type="button" class="primary" onClick={onStart}>
          {verb} {formatMessages(replayed)}
        </button>
      )}
    </div>
  );
}

function askedNow(body: DryRunProps['body']): string | undefined {
  try {
    return JSON.stringify(body(true));
  } catch {
    // What is wrong is said when it is sent.
    return undefined;
  }
}
