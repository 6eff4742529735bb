/** What can be done with the rows that are selected, each after a question. Part of table.tsx. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { messageOf } from '../api/client.js';
import { Confirmation } from '../widgets/dialog.js';
import { performAll } from './perform-all.js';

export interface BulkAction<Row> {
  /** "Delete". */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** Their number has to be typed first: much more than the rows goes with them. */
  readonly isTyped?: boolean;
  /** What it means, said before it is done. */
  readonly consequence: (rows: readonly Row[]) => ComponentChildren;
  readonly perform: (row: Row) => Promise<unknown>;
}

interface BulkActionsProps<Row> {
  /** "queue", "queues". */
  readonly noun: readonly [one: string, many: string];
  readonly rows: readonly Row[];
  /** How many of them the filter hides. */
  readonly hiddenCount: number;
  readonly nameOf: (row: Row) => string;
  readonly actions: readonly BulkAction<Row>[];
  /** Also when some have failed. */
  readonly onDone: () => void;
  readonly onClear: () => void;
}

const NAMES_SHOWN_MAX = 8;

export function BulkActions<Row>(props: BulkActionsProps<Row>) {
  const { noun, rows, hiddenCount, nameOf, actions, onDone, onClear } = props;
  const [chosen, setChosen] = useState<BulkAction<Row>>();
  const [doneCount, setDoneCount] = useState(0);
  const counted = `${rows.length.toLocaleString('en')} ${noun[rows.length === 1 ? 0 : 1]}`;
  const perform = async ({ perform: act }: BulkAction<Row>): Promise<void> => {
    const failures = await performAll(rows, act, setDoneCount);
    onDone();
    const [first] = failures;
    if (first === undefined) return;
    const failed = `${failures.length} of ${rows.length} failed`;
    throw new Error(`${failed}; ${nameOf(first.item)}: ${messageOf(first.error)}`);
  };
  return (
    <div class="bulk" role="group" aria-label="Actions on the selection">
      <span>
        {counted} selected
        {hiddenCount > 0 && <b>, {hiddenCount.toLocaleString('en')} of them not shown</b>}
      </span>
      {actions.map((action) => (
        <button
          key={action.verb}
          type="button"
          class={`small ${action.isDangerous === true ? 'danger' : ''}`}
          onClick={() => {
            setDoneCount(0);
            setChosen(action);
          }}
        >
          {action.verb}
        </button>
      ))}
      <button type="button" class="small quiet" onClick={onClear}>
        Clear
      </button>
      {chosen !== undefined && (
        <Confirmation
          title={`${chosen.verb} ${counted}?`}
          verb={`${chosen.verb} ${counted}`}
          isDangerous={chosen.isDangerous === true}
          typed={chosen.isTyped === true ? counted : undefined}
          onClose={() => setChosen(undefined)}
          onConfirm={() => perform(chosen)}
        >
          {chosen.consequence(rows)}
          <ul class="names">
            {rows.slice(0, NAMES_SHOWN_MAX).map((row) => (
              <li key={nameOf(row)}>{nameOf(row)}</li>
            ))}
            {rows.length > NAMES_SHOWN_MAX && <li>and {rows.length - NAMES_SHOWN_MAX} more</li>}
          </ul>
          {doneCount > 0 && (
            <progress max={rows.length} value={doneCount}>
              {doneCount} of {rows.length}
            </progress>
          )}
        </Confirmation>
      )}
    </div>
  );
}
