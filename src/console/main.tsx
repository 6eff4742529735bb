/** The web console: builds what its parts share, puts it into the page. Loaded by index.html. */
import { render } from 'preact';
import { Api } from './api/client.js';
import { Session } from './api/session.js';
import { App } from './shell/app.js';
import { Console } from './shell/context.js';
import { applyTheme, storedTheme } from './shell/theme.js';

applyTheme(storedTheme());
const session = new Session(sessionStorage, Date.now);
const fetchHere = (path: string, request: RequestInit): Promise<Response> => fetch(path, request);
const api = new Api(fetchHere, session);
const place = document.getElementById('console');
if (place !== null) {
  render(
    <Console.Provider value={{ api, session, fetch: fetchHere }}>
      <App />
    </Console.Provider>,
    place,
  );
}
