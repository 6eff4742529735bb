/** Everything that is defined, as a file: out of the broker, and into it after a look. */
import { useCallback } from 'preact/hooks';
import type { VhostJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { ExportPanel } from './export-panel.js';
import { ImportPanel } from './import-panel.js';

const INTERVAL_MS = 10_000;

interface DefinitionsPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function DefinitionsPage({ query }: DefinitionsPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'vhosts',
    useCallback(() => api.get<readonly VhostJson[]>('/vhosts', { columns: 'name' }), [api]),
    INTERVAL_MS,
  );
  const vhosts = data?.map(({ name }) => name) ?? [];
  return (
    <>
      <h1>Definitions</h1>
      <Fault fault={fault} what="Vhosts:" />
      <ExportPanel vhosts={vhosts} />
      <ImportPanel vhosts={vhosts} query={query} onImported={reload} />
    </>
  );
}
