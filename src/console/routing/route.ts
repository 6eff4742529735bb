/**
 * Where one is: the part of the address behind "#", to page, names and what the page remembers, and
 * back. The paths are those of RabbitMQ's console, so that bookmarks go on working.
 */

export interface Route {
  /** "queues" of "#/queues/%2F/orders?sort=name". */
  readonly page: string;
  readonly names: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#?\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1))) {
    query[name] = value;
  }
  const [page = '', ...names] = path.split('/').map(decode);
  return { page, names, query };
}

export function formatRoute({ page, names = [], query = {} }: Partial<Route>): string {
  const path = [page ?? '', ...names].map(encodeURIComponent).join('/');
  const entries = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(entries).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

/** What somebody has typed need not be encoded well. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
