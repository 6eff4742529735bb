/**
 * Scenarios that one broker is known not to pass, with the reason: the only way to skip one. Keys are the product name
 * that the broker announces, then the scenario's full name. hooks.ts skips what is listed, and fails on a name that no
 * scenario has.
 */
const UNKNOWN_METHOD =
  'RabbitMQ 3.10 crashes on a method that it has no name for: it hangs up without the 503 of the specification';

const SILENT_NEGOTIATION =
  'RabbitMQ 3.10 builds this 530 but never sends it: its reader takes the error for a crash and hangs up';

export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  RabbitMQ: {
    'Malformed methods close the connection with 503 when the class is unknown': UNKNOWN_METHOD,
    'Malformed methods close the connection with 503 when the method is unknown': UNKNOWN_METHOD,
    'The handshake refuses frames smaller than 4096 octets with 530': SILENT_NEGOTIATION,
    'The handshake refuses frames larger than it offered with 530': SILENT_NEGOTIATION,
    'The handshake refuses frames without limit with 530': SILENT_NEGOTIATION,
    'The handshake refuses more channels than it offered with 530': SILENT_NEGOTIATION,
    'The handshake refuses channels without limit with 530': SILENT_NEGOTIATION,
  },
};
