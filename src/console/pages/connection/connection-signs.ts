/** What keeps a connection from going on, with what it means. Shown above the page of one. */

interface StandingConnection {
  readonly state: string;
  /** AMQP's words of the alarm: "low on memory". */
  readonly blocked_reason?: string | undefined;
  readonly send_pend: number;
}

export interface Sign {
  readonly title: string;
  readonly meaning: string;
}

/** So much waits for a client that does not read: then it is sent nothing more. */
export const UNSENT_BYTES_MAX = 262_144;

export function signsOf(connection: StandingConnection): readonly Sign[] {
  const state = stateSign(connection);
  return [
    ...(state === undefined ? [] : [state]),
    ...(connection.send_pend < UNSENT_BYTES_MAX
      ? []
      : [
          {
            title: 'It reads slowly.',
            meaning:
              'The client, or the network on the way to it, is behind with what it has been ' +
              'sent: its consumers get nothing more until it has caught up.',
          },
        ]),
  ];
}

function stateSign({ state, blocked_reason: reason }: StandingConnection): Sign | undefined {
  const because = reason === undefined || reason === '' ? 'an alarm is on' : reason;
  switch (state) {
    case 'blocked':
      return {
        title: `Blocked: ${because}.`,
        meaning:
          'It has published while the alarm is on, so the broker reads nothing of it until the ' +
          'alarm is over. Its consumers go on. The overview says what to do.',
      };
    case 'blocking':
      return {
        title: `An alarm is on: ${because}.`,
        meaning: 'It has not published since. As soon as it does, it is blocked.',
      };
    case 'flow':
      return {
        title: 'In flow control.',
        meaning:
          'The broker reads it slower for now, because the disk is behind with what it ' +
          'publishes, or because it does not read its own answers.',
      };
    case 'closing':
      return { title: 'Closing.', meaning: 'It waits for the client to agree.' };
    default:
      return undefined;
  }
}
