/** Above a table: its filter, how much it shows, which columns, exports. Part of table.tsx. */
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../api/client.js';
import { changeQuery } from '../routing/use-route.js';
import { FILTER_ID } from '../shell/keyboard.js';
import { chooseColumns } from './chosen-columns.js';
import type { Column } from './column.js';
import { csvOf } from './csv.js';

interface ToolbarProps<Row> {
  readonly name: string;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly totalCount: number;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
  readonly loadWhole: ((rows: readonly Row[]) => Promise<readonly unknown[]>) | undefined;
}

/** The address follows when one pauses in typing. */
const ADDRESS_DELAY_MS = 200;

export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const { name, filter, onFilter, totalCount, rows, columns, shown, loadWhole } = props;
  useEffect(() => {
    const timer = window.setTimeout(() => changeQuery({ filter }), ADDRESS_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, [filter]);
  const all = totalCount.toLocaleString('en');
  const count = filter.trim() === '' ? all : `${rows.length.toLocaleString('en')} of ${all}`;
  return (
    <div class="toolbar">
      <input
        id={FILTER_ID}
        type="search"
        placeholder="Filter   ( / )"
        title="Words, or terms on columns: vhost:shop, vhost=/, channels>1"
        aria-label={`Filter ${name}`}
        value={filter}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
          if (key === 'ArrowDown') document.querySelector<HTMLElement>('.scroll')?.focus();
        }}
      />
      <span class="count" role="status">
        {count}
      </span>
      <span class="spring" />
      <ColumnChooser name={name} columns={columns} shown={shown} />
      <button
        type="button"
        class="small"
        onClick={() => download(`${name}.csv`, 'text/csv', csvOf(rows, shown))}
      >
        CSV
      </button>
      <JsonExport name={name} load={() => loadWhole?.(rows) ?? Promise.resolve(rows)} />
    </div>
  );
}

interface JsonExportProps {
  readonly name: string;
  readonly load: () => Promise<readonly unknown[]>;
}

function JsonExport({ name, load }: JsonExportProps) {
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const write = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      download(`${name}.json`, 'application/json', JSON.stringify(await load(), null, 2));
    } catch (error) {
      setFault(messageOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <button
        type="button"
        class="small"
        title="All that the API tells of the rows shown"
        disabled={isBusy}
        onClick={() => void write()}
      >
        JSON
      </button>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          Nothing exported: {fault}
        </p>
      )}
    </>
  );
}

interface ColumnChooserProps<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
}

function ColumnChooser<Row>({ name, columns, shown }: ColumnChooserProps<Row>) {
  const [isOpen, setOpen] = useState(false);
  const toggle = (column: Column<Row>): void => {
    const wanted = columns.filter((each) => (each === column) !== shown.includes(each));
    changeQuery({ columns: chooseColumns(columns, wanted, name, localStorage) });
  };
  return (
    <div
      class="chooser"
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false);
      }}
    >
      <button type="button" class="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns
      </button>
      {isOpen && (
        <fieldset class="popover">
          <legend class="hidden">Columns</legend>
          {columns.map((column) => (
            <label key={column.id} title={column.explanation}>
              <input
                type="checkbox"
                checked={shown.includes(column)}
                onChange={() => toggle(column)}
              />
              {column.title}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

export function download(fileName: string, type: string, content: string | Uint8Array): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
