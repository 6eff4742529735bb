/* What consumers say about their messages. */
#include "stage.h"

void acknowledge(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  SEND(conn, q, "a", "b");
  consume(conn, q, false);
  amqp_envelope_t a = receive(conn);
  amqp_envelope_t b = receive(conn);
  require(!a.redelivered, "redelivered at first");
  amqp_basic_nack(conn, CHANNEL, a.delivery_tag, false, true);
  amqp_envelope_t again = receive(conn);
  require(again.redelivered, "not redelivered after a nack");
  expect_bytes("the body after a nack", again.message.body, "a");
  amqp_basic_ack(conn, CHANNEL, again.delivery_tag, false);

  amqp_basic_reject(conn, CHANNEL, b.delivery_tag, true);
  again = receive(conn);
  require(again.redelivered, "not redelivered after a reject");
  expect_bytes("the body after a reject", again.message.body, "b");
  amqp_basic_reject(conn, CHANNEL, again.delivery_tag, false);

  close_channel(conn, CHANNEL);
  open_channel(conn, CHANNEL);
  equal("what is left", ready(conn, q), 0);
}

void multiple_ack(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  SEND(conn, q, "1", "2", "3");
  consume(conn, q, false);
  receive(conn);
  amqp_envelope_t second = receive(conn);
  receive(conn);
  amqp_basic_ack(conn, CHANNEL, second.delivery_tag, true);
  close_channel(conn, CHANNEL);
  open_channel(conn, CHANNEL);

  consume(conn, q, false);
  amqp_envelope_t third = receive(conn);
  expect_bytes("what comes back", third.message.body, "3");
  require(third.redelivered, "not redelivered");
  equal("what else is ready", ready(conn, q), 0);
  amqp_basic_ack(conn, CHANNEL, third.delivery_tag, false);
}

void prefetch(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  SEND(conn, q, "1", "2", "3", "4", "5");
  amqp_basic_qos(conn, CHANNEL, 0, 2, false);
  answered(conn, "basic.qos");
  consume(conn, q, false);
  amqp_envelope_t first = receive(conn);
  receive(conn);
  equal("what waits behind two", ready(conn, q), 3);

  amqp_basic_ack(conn, CHANNEL, first.delivery_tag, false);
  expect_bytes("the next body", receive(conn).message.body, "3");
  equal("what waits behind three", ready(conn, q), 2);
}

void transaction(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  amqp_tx_select(conn, CHANNEL);
  answered(conn, "tx.select");
  SEND(conn, q, "never");
  amqp_tx_rollback(conn, CHANNEL);
  answered(conn, "tx.rollback");
  equal("ready after the rollback", ready(conn, q), 0);
  SEND(conn, q, "1", "2");
  equal("ready before the commit", ready(conn, q), 0);
  amqp_tx_commit(conn, CHANNEL);
  answered(conn, "tx.commit");
  EXPECT_DRAINED(conn, q, "1", "2");
}

void quorum(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue_with(conn, "q", true, TABLE(text("x-queue-type", "quorum")));
  SEND(conn, q, "again");
  consume(conn, q, false);
  amqp_envelope_t first = receive(conn);
  require(!first.redelivered, "redelivered at first");
  amqp_basic_nack(conn, CHANNEL, first.delivery_tag, false, true);
  amqp_envelope_t second = receive(conn);
  expect_bytes("the body", second.message.body, "again");
  amqp_table_t headers = second.message.properties.headers;
  equal("x-delivery-count", field(headers, "x-delivery-count").value.i64, 1);
  amqp_basic_ack(conn, CHANNEL, second.delivery_tag, false);
}
