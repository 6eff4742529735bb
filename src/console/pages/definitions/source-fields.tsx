/** Where definitions come from: a file that is chosen or dropped, or what is pasted. */
import { useState } from 'preact/hooks';

interface SourceFieldsProps {
  /** What it is called, and what is in it. */
  readonly onSource: (label: string, text: string) => void;
}

export function SourceFields({ onSource }: SourceFieldsProps) {
  const [pasted, setPasted] = useState('');
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) onSource(file.name, await file.text());
  };
  return (
    <div
      class={`drop ${isOver ? 'over' : ''}`}
      onDragOver={(dragged) => {
        dragged.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(dropped) => {
        dropped.preventDefault();
        setOver(false);
        void take(dropped.dataTransfer?.files[0]);
      }}
    >
      <label>
        A file of definitions, chosen or dropped here
        <input
          type="file"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0]);
            // So that the same file can be chosen again when it has been changed.
            currentTarget.value = '';
          }}
        />
      </label>
      <details>
        <summary>Paste them instead</summary>
        <form
          onSubmit={(submitted) => {
            submitted.preventDefault();
            onSource('What was pasted', pasted);
          }}
        >
          <label>
            Definitions as JSON
            <textarea
              rows={6}
              spellcheck={false}
              value={pasted}
              onInput={({ currentTarget }) => setPasted(currentTarget.value)}
            />
          </label>
          <button type="submit">Compare</button>
        </form>
      </details>
    </div>
  );
}
