/** Listens for the keys of key-sequence.ts, and shows them on "?". */
import { useLayoutEffect, useState } from 'preact/hooks';
import { goTo } from '../routing/use-route.js';
import { Dialog } from '../widgets/dialog.js';
import { KeySequence, SHORTCUTS } from './key-sequence.js';

const FIELDS = 'input, textarea, select, [contenteditable]';

/** Lists give it to their filter. */
export const FILTER_ID = 'filter';

export function Keyboard() {
  const [isHelpOpen, setHelpOpen] = useState(false);
  useLayoutEffect(() => {
    const sequence = new KeySequence();
    const listener = (pressed: KeyboardEvent): void => {
      const { target, key, ctrlKey, metaKey, altKey, timeStamp } = pressed;
      if (ctrlKey || metaKey || altKey) return;
      if (target instanceof Element && target.closest(FIELDS) !== null) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const action = sequence.press(key, timeStamp);
      if (action === undefined) return;
      pressed.preventDefault();
      if (action === 'help') setHelpOpen(true);
      else perform(action);
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
  if (!isHelpOpen) return null;
  return (
    <Dialog title="Keys" onClose={() => setHelpOpen(false)}>
      <dl class="keys">
        {SHORTCUTS.map(({ keys, title }) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
      <div class="dialog-buttons">
        <button type="button" onClick={() => setHelpOpen(false)}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function perform(action: string): void {
  if (action.startsWith('go:')) goTo({ page: action.slice('go:'.length) });
  else if (action === 'filter') document.getElementById(FILTER_ID)?.focus();
  else document.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();
}
