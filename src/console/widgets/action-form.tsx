/** A form that asks the broker to do something, and says in its words why it did not. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Fault } from './notice.js';

interface ActionFormProps {
  /** Of the button: what will be done. */
  readonly verb: string;
  /** Rejects with the reason, which is shown below the fields. */
  readonly onSubmit: () => Promise<unknown>;
  /** In a dialog: closes it. */
  readonly onCancel?: () => void;
  /** Fields beside each other. */
  readonly isRow?: boolean;
  /** Nothing has been changed yet. */
  readonly isIdle?: boolean;
  readonly children: ComponentChildren;
}

export function ActionForm(props: ActionFormProps) {
  const { verb, onSubmit, onCancel, isRow = false, isIdle = false, children } = props;
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  const submit = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setFault(error);
    } finally {
      setBusy(false);
    }
  };
  const button = (
    <button type="submit" class={onCancel && 'primary'} disabled={isBusy || isIdle}>
      {isBusy ? 'Working…' : verb}
    </button>
  );
  return (
    <form
      class={isRow ? 'row' : ''}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void submit();
      }}
    >
      {children}
      {onCancel === undefined && button}
      <Fault fault={fault} />
      {onCancel !== undefined && (
        <div class="dialog-buttons">
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
          {button}
        </div>
      )}
    </form>
  );
}
