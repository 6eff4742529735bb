/**
 * The scenarios that each client library plays, and what must hold in each. README.md explains them
 * to whoever writes a program; frameworks name their own in client.json.
 */
export const scenarios: Readonly<Record<string, string>> = {
  hello: 'declare a queue, publish, consume: the body is equal',
  properties: 'all 13 basic properties, and headers of every type the client can send, come back',
  'large-body': '1 MiB of a pattern survives, and so does an empty body',
  get: 'basic.get gives the message and the count of what is left; then empty',
  acknowledge:
    'ack removes; nack and reject with requeue redeliver, marked; reject without requeue drops',
  'multiple-ack': 'ack multiple of the second of three leaves one when the channel closes',
  prefetch: 'with prefetch 2 of five messages two arrive, and the third once one is acked',
  confirms: '100 persistent publishes to a durable queue are confirmed, and the queue holds 100',
  'confirm-nack': 'x-max-length 1 with x-overflow reject-publish nacks the second publish',
  returned: 'a mandatory publish without route comes back with 312 NO_ROUTE',
  direct: 'a direct exchange routes by its key, and by no other',
  fanout: 'a fanout exchange reaches two queues',
  topic: 'a.*, a.# and #.z get of a.b, a.b.c and x.z what they match, and nothing else',
  headers: 'a headers exchange matches by x-match all and any',
  'exchange-chain':
    'an exchange bound to another passes on; an alternate exchange catches the unrouted',
  'dead-letter':
    'a rejected message comes to the queue of the DLX with x-death: queue, reason, count, ' +
    'exchange, routing-keys',
  ttl: 'expiration 50 dead-letters with reason expired, and without the property',
  'max-length': 'x-max-length 2 keeps the newest two of three',
  priority: 'x-max-priority 5 delivers the highest first',
  transaction: 'tx.rollback leaves nothing, tx.commit leaves all',
  rpc: 'a request is answered through amq.rabbitmq.reply-to',
  exclusive: "another connection's declare of an exclusive queue closes its channel with 405",
  'not-found': "passive declare of a missing queue: 404, NOT_FOUND - no queue '...' in vhost '/'",
  inequivalent: "redeclare as not durable: 406, inequivalent arg 'durable' for queue",
  'unknown-tag': 'ack of a tag that was never delivered: 406, unknown delivery tag',
  'wrong-password': 'a login with a wrong password is refused: 403 ACCESS_REFUSED',
  'cancel-notify': 'deleting the queue cancels the consumer, and the client hears of it',
  quorum: 'a message requeued in a quorum queue comes back with x-delivery-count 1',
  'single-active':
    'the second consumer gets nothing until the first is cancelled, and then it does',
  'consumer-priority': 'a consumer with x-priority 10 gets the messages before one without',
  'server-named': 'an empty name becomes amq.gen-..., gone with its exclusive connection',
  heartbeat: 'a connection with a heartbeat of 1 s stays open over 3 s of silence',
};
