/** Asks the broker what an import would do, anew for each file and vhost. */
import { useEffect, useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { ImportPreviewJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';

export interface Preview {
  readonly isBusy: boolean;
  readonly told: ImportPreviewJson | undefined;
  readonly fault: unknown;
}

const NONE: Preview = { isBusy: false, told: undefined, fault: undefined };

/** Below /api; an empty vhost stands for all that the file names. */
export function pathOfImport(resource: '/definitions' | '/definitions-preview', into: string) {
  return into === '' ? resource : path(resource, into);
}

/** No text: nothing to ask for. `round`: asked again when it grows. */
export function usePreview(text: string | undefined, into: string, round: number): Preview {
  const { api } = useConsole();
  const [preview, setPreview] = useState(NONE);
  useEffect(() => {
    if (text === undefined) {
      setPreview(NONE);
      return undefined;
    }
    let isOver = false;
    setPreview({ ...NONE, isBusy: true });
    const ask = async (): Promise<void> => {
      try {
        const where = pathOfImport('/definitions-preview', into);
        const told = (await api.send('POST', where, text)) as ImportPreviewJson;
        if (!isOver) setPreview({ ...NONE, told });
      } catch (fault) {
        if (!isOver) setPreview({ ...NONE, fault });
      }
    };
    void ask();
    return () => {
      isOver = true;
    };
  }, [api, text, into, round]);
  return preview;
}
