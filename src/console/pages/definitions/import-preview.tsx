/** What an import would do, in numbers and thing by thing, and the button that does it. */
import { useMemo, useState } from 'preact/hooks';
import type { ImportPreviewJson } from '../../api/types.js';
import { formatCount } from '../../format/numbers.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { Differences } from '../../widgets/differences.js';
import { Confirmation, Dialog } from '../../widgets/dialog.js';
import {
  type CountKey,
  detailText,
  kindText,
  OUTCOMES,
  rowsOf,
  totalOf,
  type ChangeRow,
  workText,
} from './change-rows.js';

interface ImportPreviewProps {
  readonly preview: ImportPreviewJson;
  readonly query: Readonly<Record<string, string>>;
  readonly onImport: () => Promise<void>;
}

const COUNTED: readonly (readonly [CountKey, string])[] = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['kept', 'Kept'],
  ['same', 'Same'],
  ['ignored', 'Ignored'],
  ['faults', 'Faults'],
];

export function ImportPreview({ preview, query, onImport }: ImportPreviewProps) {
  const [isAsked, setAsked] = useState(false);
  const faultCount = totalOf(preview, 'faults');
  const work = workText(preview);
  return (
    <>
      <section class="panel" aria-label="What an import would do">
        <div class="panel-head">
          <h2>What an import would do</h2>
          <button
            type="button"
            class="primary"
            disabled={faultCount > 0 || work === 'nothing'}
            onClick={() => setAsked(true)}
          >
            Import
          </button>
        </div>
        <p role="status" class={faultCount > 0 ? 'notice bad' : ''}>
          {verdict(faultCount, work)}
        </p>
        <Counts preview={preview} />
      </section>
      <Details preview={preview} query={query} />
      {isAsked && (
        <Confirmation
          title="Import these definitions?"
          verb="Import"
          onClose={() => setAsked(false)}
          onConfirm={onImport}
        >
          {work} at once, while the broker runs. It cannot be undone; an export made before shows
          how it was.
        </Confirmation>
      )}
    </>
  );
}

function verdict(faultCount: number, work: string): string {
  if (faultCount > 0) {
    const faults =
      faultCount === 1 ? '1 thing is' : `${faultCount.toLocaleString('en')} things are`;
    return `${faults} wrong in the file. Nothing is imported before that is put right.`;
  }
  if (work === 'nothing') return 'Nothing: all of it is there already, or would be left out.';
  return `${work}.`;
}

function Counts({ preview }: { readonly preview: ImportPreviewJson }) {
  const kinds = Object.entries(preview.counts);
  if (kinds.length === 0) return <p class="empty">The file defines nothing.</p>;
  return (
    <div class="counts-scroll" tabIndex={0} role="region" aria-label="Counts">
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {COUNTED.map(([key, title]) => (
              <th key={key} scope="col" class="number">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, counts]) => (
            <tr key={kind}>
              <th scope="row">{kindText(kind)}</th>
              {COUNTED.map(([key]) => (
                <td key={key} class={`number ${counts[key] === 0 ? 'zero' : ''}`}>
                  {formatCount(counts[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Details({ preview, query }: Pick<ImportPreviewProps, 'preview' | 'query'>) {
  const rows = useMemo(() => rowsOf(preview), [preview]);
  const [opened, setOpened] = useState<ChangeRow>();
  const columns = useMemo(() => columnsOf(setOpened), []);
  if (rows.length === 0) return null;
  return (
    <>
      {preview.truncated && (
        <p class="notice warn">
          There is more than is listed here; the numbers above are of all of it.
        </p>
      )}
      <Table
        noun={['difference', 'differences']}
        rows={rows}
        columns={columns}
        nameOf={({ id }) => id}
        query={query}
        empty=""
      />
      {opened !== undefined && <RowDialog row={opened} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function columnsOf(open: (row: ChangeRow) => void): readonly ShownColumn<ChangeRow>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      isUsual: true,
      width: 13,
      value: ({ name }) => name,
      cell: (row) => (
        <button type="button" class="link" onClick={() => open(row)}>
          <bdi>{row.name === '' ? '(the list itself)' : row.name}</bdi>
        </button>
      ),
    },
    {
      id: 'outcome',
      title: 'Outcome',
      isUsual: true,
      width: 7,
      value: ({ outcome }) => outcome,
      cell: ({ outcome }) => (
        <span class={`badge ${outcome}`} title={OUTCOMES[outcome]}>
          {outcome}
        </span>
      ),
    },
    { id: 'kind', title: 'Kind', isUsual: true, width: 9.5, value: ({ kind }) => kind },
    { id: 'detail', title: 'What', isUsual: true, width: 30, value: detailText },
    { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
  ];
}

interface RowDialogProps {
  readonly row: ChangeRow;
  readonly onClose: () => void;
}

function RowDialog({ row, onClose }: RowDialogProps) {
  const { outcome, kind, vhost, name, reason, differences } = row;
  return (
    <Dialog title={name} onClose={onClose}>
      <div class="dialog-text">
        {kind}
        {vhost !== '' && (
          <>
            {' '}
            in the vhost <bdi>{vhost}</bdi>
          </>
        )}
        : {OUTCOMES[outcome]}
      </div>
      <div>
        {reason !== '' && <p class="notice warn">{reason}</p>}
        <Differences differences={differences} />
      </div>
      <div class="dialog-buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
