/**
 * What became of a published message, as bits of one number: an object per message would be waste.
 * Made by Vhost.publish, read by the protocols to return or refuse the message.
 */

/** At least one queue, or a direct reply's consumer, was found. */
export const ROUTED = 1;
/** At least one queue refused the message (x-overflow: reject-publish). */
export const REFUSED = 2;
