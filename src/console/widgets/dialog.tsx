/** A window above the page, and a question before something that cannot be undone. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { messageOf } from '../api/client.js';
import { Field } from './field.js';

interface DialogProps {
  readonly title: string;
  /** By Escape too; without it the dialog stays. */
  readonly onClose?: () => void;
  readonly children: ComponentChildren;
}

export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onCancel={(cancelled) => {
        cancelled.preventDefault();
        onClose?.();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

interface ConfirmationProps {
  readonly title: string;
  /** Of the button: what will be done. */
  readonly verb: string;
  readonly isDangerous?: boolean;
  /** What has to be typed before it can be done. */
  readonly typed?: string | undefined;
  readonly onClose: () => void;
  /** Closes the dialog unless it rejects: the reason is shown here. */
  readonly onConfirm: () => Promise<unknown>;
  readonly children: ComponentChildren;
}

export function Confirmation(props: ConfirmationProps) {
  const { title, verb, isDangerous = false, typed, onClose, onConfirm, children } = props;
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const [text, setText] = useState('');
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFault(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="dialog-text">{children}</div>
      {typed !== undefined && (
        <Field label={`Type “${typed}” to go on`} value={text} onValue={setText} />
      )}
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      <div class="dialog-buttons">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class={isDangerous ? 'danger' : 'primary'}
          disabled={isBusy || (typed !== undefined && text !== typed)}
          onClick={() => void confirm()}
        >
          {isBusy ? 'Working…' : verb}
        </button>
      </div>
    </Dialog>
  );
}
