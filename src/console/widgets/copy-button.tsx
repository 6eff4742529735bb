/** Copies a text, and says so. */
import { useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 2_000;

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = window.setTimeout(() => setState('ready'), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [state]);
  const copy = async (): Promise<void> => setState((await copyText(text)) ? 'done' : 'failed');
  const words = { ready: 'Copy', done: 'Copied', failed: 'Copy by hand' } as const;
  return (
    <button
      type="button"
      class="small"
      aria-label={`${words[state]}: ${label}`}
      onClick={() => void copy()}
    >
      {words[state]}
    </button>
  );
}

/** The clipboard is there under https and on this machine only; elsewhere by the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand('copy');
    field.remove();
    return isDone;
  }
}
