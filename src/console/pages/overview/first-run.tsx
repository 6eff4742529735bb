/** What a broker shows through which nothing has flowed yet: where to connect, and how to begin. */
import { useState } from 'preact/hooks';
import { CopyButton } from '../../widgets/copy-button.js';
import { snippetsFor } from './snippets.js';

interface FirstRunProps {
  readonly address: string;
  /** Since the broker started. */
  readonly publishedCount: number;
}

export function FirstRun({ address, publishedCount }: FirstRunProps) {
  const snippets = snippetsFor(address);
  const [language, setLanguage] = useState(snippets[0]?.language);
  const [isClosed, setClosed] = useState(false);
  const snippet = snippets.find((each) => each.language === language);
  if (isClosed || snippet === undefined) return null;
  const isLive = publishedCount > 0;
  return (
    <section class={`panel first-run ${isLive ? 'live' : ''}`}>
      <div class="panel-head">
        <h2>
          <span class="pulse" aria-hidden="true" />
          <span role="status">
            {isLive ? 'Your first message is here' : 'Waiting for the first message'}
          </span>
        </h2>
        {isLive && (
          <button type="button" class="small" onClick={() => setClosed(true)}>
            Close
          </button>
        )}
      </div>
      <p class="address">
        <code>{address}</code> <CopyButton text={address} label="the address" />
        <span class="muted">user and password: guest, from this machine</span>
      </p>
      <div class="tabs" role="group" aria-label="Language">
        {snippets.map((each) => (
          <button
            key={each.language}
            type="button"
            aria-pressed={each.language === language}
            onClick={() => setLanguage(each.language)}
          >
            {each.language}
          </button>
        ))}
      </div>
      <div class="snippet">
        <p>
          <code>{snippet.install}</code>
          <CopyButton text={snippet.code} label={`the program in ${snippet.language}`} />
        </p>
        <pre tabIndex={0} aria-label={`Program in ${snippet.language}`}>
          {snippet.code}
        </pre>
      </div>
    </section>
  );
}
