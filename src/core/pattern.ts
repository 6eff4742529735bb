/**
 * Operators' regular expressions: which names a policy is about, which resources a permission is
 * for. Found anywhere in the text, as in RabbitMQ. The core compiles none: whoever composes the
 * broker injects an engine that none of them can hang.
 */

/** Throws a BrokerError that says what is wrong with the expression, and nothing else. */
export type CompilePattern = (source: string, ignoresCase?: boolean) => (text: string) => boolean;
