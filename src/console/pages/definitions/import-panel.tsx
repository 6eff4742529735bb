/** Definitions are taken from a file, compared with the broker, and only then imported. */
import { useState } from 'preact/hooks';
import { formatBytes } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { readDefinitions } from './definitions-text.js';
import { SourceFields } from './source-fields.js';
import { ImportPreview } from './import-preview.js';
import { workText } from './change-rows.js';
import { pathOfImport, usePreview } from './use-preview.js';
import { VhostChoice } from './vhost-choice.js';

interface ImportPanelProps {
  readonly vhosts: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly onImported: () => void;
}

interface Source {
  readonly label: string;
  readonly text: string;
  readonly isOfOneVhost: boolean;
}

export function ImportPanel({ vhosts, query, onImported }: ImportPanelProps) {
  const { api } = useConsole();
  const [source, setSource] = useState<Source>();
  const [into, setInto] = useState('');
  const [fault, setFault] = useState<unknown>();
  const [done, setDone] = useState<string>();
  const [round, setRound] = useState(0);
  const needsVhost = source?.isOfOneVhost === true && into === '';
  const preview = usePreview(needsVhost ? undefined : source?.text, into, round);
  const take = (label: string, text: string): void => {
    setDone(undefined);
    setFault(undefined);
    try {
      setSource({ label, ...readDefinitions(text) });
    } catch (error) {
      setSource(undefined);
      setFault(error);
    }
  };
  const perform = async (): Promise<void> => {
    if (source === undefined || preview.told === undefined) return;
    await api.send('POST', pathOfImport('/definitions', into), source.text);
    setDone(`Imported: ${workText(preview.told)}.`);
    setRound((count) => count + 1);
    onImported();
  };
  return (
    <>
      <section class="panel">
        <h2>Import</h2>
        <p class="muted">
          Exports of Leveret and of RabbitMQ. What would change is shown first; nothing is deleted.
        </p>
        <SourceFields onSource={take} />
        <div class="into">
          <VhostChoice
            label="Into"
            whole="The vhosts that the file names"
            vhosts={vhosts}
            value={into}
            onValue={(vhost) => {
              setDone(undefined);
              setInto(vhost);
            }}
          />
        </div>
        <Fault fault={fault} />
        {source !== undefined && <SourceLine source={source} needsVhost={needsVhost} />}
        {done !== undefined && (
          <p class="notice good" role="status">
            {done}
          </p>
        )}
      </section>
      <Fault fault={preview.fault} what="The definitions cannot be imported:" />
      {preview.isBusy && <Loading />}
      {preview.told !== undefined && (
        <ImportPreview preview={preview.told} query={query} onImport={perform} />
      )}
    </>
  );
}

function SourceLine({
  source,
  needsVhost,
}: {
  readonly source: Source;
  readonly needsVhost: boolean;
}) {
  return (
    <>
      <p>
        <b>
          <bdi>{source.label}</bdi>
        </b>
        , {formatBytes(source.text.length)}
      </p>
      {needsVhost && (
        <p class="notice warn" role="alert">
          The file is of one vhost, and does not name it. Choose into which one it goes.
        </p>
      )}
    </>
  );
}
