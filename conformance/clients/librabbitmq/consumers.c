/* Which consumer gets a message, and how one ends. */
#include "stage.h"

void cancel_notify(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  const char *tag = consume(conn, q, true);
  connection other = connect_to_broker(0);
  amqp_queue_delete(other, CHANNEL, amqp_cstring_bytes(q), false, false);
  answered(other, "queue.delete");
  amqp_basic_cancel_t *cancel = expect_method(conn, AMQP_BASIC_CANCEL_METHOD).decoded;
  expect_bytes("the cancelled consumer", cancel->consumer_tag, tag);
}

void single_active(void) {
  connection conn = connect_to_broker(0);
  const char *q =
      queue_with(conn, "q", false, TABLE(boolean("x-single-active-consumer", true)));
  const char *active = consume(conn, q, true);
  const char *waiting = consume(conn, q, true);
  SEND(conn, q, "1", "2", "3", "4");
  for (int i = 0; i < 4; i++)
    expect_bytes("who gets it", receive(conn).consumer_tag, active);

  amqp_basic_cancel(conn, CHANNEL, amqp_cstring_bytes(active));
  answered(conn, "basic.cancel");
  SEND(conn, q, "5");
  expect_bytes("who gets the fifth", receive(conn).consumer_tag, waiting);
}

void consumer_priority(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  consume(conn, q, true);
  const char *preferred = consume_with(conn, q, true, TABLE(number("x-priority", 10)));
  SEND(conn, q, "1", "2", "3", "4");
  for (int i = 0; i < 4; i++)
    expect_bytes("who gets it", receive(conn).consumer_tag, preferred);
}
