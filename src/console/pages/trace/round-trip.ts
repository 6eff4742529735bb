/** Where the time of a call went: to its consumer, at work there, and back with the reply. */
import type { StepJson } from '../../api/types.js';

export interface Shares {
  readonly there: number;
  readonly work: number;
  readonly back: number;
}

/** In ms; undefined until the reply is with a consumer. */
export function sharesOf(
  request: readonly StepJson[],
  reply: readonly StepJson[],
): Shares | undefined {
  const published = request[0];
  const handed = request.find(isHandedOut);
  const replied = reply[0];
  const arrived = reply.find(isHandedOut);
  if (published === undefined || handed === undefined) return undefined;
  if (replied === undefined || arrived === undefined) return undefined;
  return {
    there: handed.at - published.at,
    work: replied.at - handed.at,
    back: arrived.at - replied.at,
  };
}

function isHandedOut({ kind }: StepJson): boolean {
  return kind === 'delivered' || kind === 'got';
}
