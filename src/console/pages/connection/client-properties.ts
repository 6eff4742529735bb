/** What a client says of itself, sorted out: any of it may be missing, or be something else. */

export interface ClientProperties {
  /** What it says it can, by AMQP's extensions: "consumer_cancel_notify". */
  readonly capabilities: readonly string[];
  /** All else; what is known first. */
  readonly others: readonly (readonly [name: string, value: unknown])[];
}

const KNOWN = ['product', 'version', 'platform', 'connection_name', 'information', 'copyright'];
const NAME_LENGTH_MAX = 64;

export function clientProperties(properties: object): ClientProperties {
  const { capabilities, ...others } = { capabilities: {}, ...properties };
  const isUsual = areCapabilities(capabilities);
  const entries: [string, unknown][] = [
    ...Object.entries(others),
    ...(isUsual ? [] : ([['capabilities', capabilities]] as [string, unknown][])),
  ];
  return {
    capabilities: isUsual
      ? Object.entries(capabilities)
          .filter(([, can]) => can)
          .map(([name]) => name)
          .sort()
      : [],
    others: entries.sort(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1)),
  };
}

/** Names with yes or no, short enough to stand in a row. */
function areCapabilities(value: unknown): value is Readonly<Record<string, boolean>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, can]) => typeof can === 'boolean' && name.length <= NAME_LENGTH_MAX,
  );
}

function rankOf(name: string): number {
  const rank = KNOWN.indexOf(name);
  return rank < 0 ? KNOWN.length : rank;
}
