/* What publishers hear, and what queues make of what they get. */
#include <stdio.h>

#include "stage.h"

static void select_confirms(connection conn) {
  amqp_confirm_select(conn, CHANNEL);
  answered(conn, "confirm.select");
}

void confirms(void) {
  enum { COUNT = 100 };
  connection conn = connect_to_broker(0);
  const char *q = queue_with(conn, "q", true, amqp_empty_table);
  select_confirms(conn);
  amqp_basic_properties_t persistent = {
      ._flags = AMQP_BASIC_DELIVERY_MODE_FLAG,
      .delivery_mode = AMQP_DELIVERY_PERSISTENT,
  };
  for (int i = 0; i < COUNT; i++)
    publish_with(conn, "", q, false, &persistent, amqp_cstring_bytes("kept"));
  uint64_t settled = 0;
  while (settled < COUNT) {
    amqp_basic_ack_t *ack = expect_method(conn, AMQP_BASIC_ACK_METHOD).decoded;
    /* Tags come in any order when they come alone, up to here when multiple. */
    settled = ack->multiple ? ack->delivery_tag : settled + 1;
  }
  equal("what was confirmed", (int64_t)settled, COUNT);
  equal("what the queue holds", ready(conn, q), COUNT);
}

void confirm_nack(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue_with(
      conn, "q", false,
      TABLE(number("x-max-length", 1), text("x-overflow", "reject-publish")));
  select_confirms(conn);
  SEND(conn, q, "fits");
  expect_method(conn, AMQP_BASIC_ACK_METHOD);
  SEND(conn, q, "does not fit");
  amqp_basic_nack_t *nack = expect_method(conn, AMQP_BASIC_NACK_METHOD).decoded;
  equal("the nacked one", (int64_t)nack->delivery_tag, 2);
  EXPECT_DRAINED(conn, q, "fits");
}

void returned(void) {
  connection conn = connect_to_broker(0);
  const char *key = name("nowhere");
  amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_MESSAGE_ID_FLAG,
      .message_id = amqp_cstring_bytes("m1"),
  };
  publish_with(conn, "", key, true, &properties, amqp_cstring_bytes("no way"));
  amqp_basic_return_t *back = expect_method(conn, AMQP_BASIC_RETURN_METHOD).decoded;
  equal("the code", back->reply_code, AMQP_NO_ROUTE);
  expect_bytes("the text", back->reply_text, "NO_ROUTE");
  expect_bytes("the routing key", back->routing_key, key);
  amqp_message_t message;
  amqp_rpc_reply_t reply = amqp_read_message(conn, CHANNEL, &message, 0);
  require(reply.reply_type == AMQP_RESPONSE_NORMAL, "its content did not come");
  expect_bytes("the message", message.properties.message_id, "m1");
  expect_bytes("the body", message.body, "no way");
}

void max_length(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue_with(conn, "q", false, TABLE(number("x-max-length", 2)));
  SEND(conn, q, "1", "2", "3");
  EXPECT_DRAINED(conn, q, "2", "3");
}

void priority(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue_with(conn, "q", false, TABLE(number("x-max-priority", 5)));
  for (const char *level = "153"; *level != '\0'; level++) {
    amqp_basic_properties_t properties = {
        ._flags = AMQP_BASIC_PRIORITY_FLAG,
        .priority = (uint8_t)(*level - '0'),
    };
    amqp_bytes_t body = {1, (void *)level};
    publish_with(conn, "", q, false, &properties, body);
  }
  EXPECT_DRAINED(conn, q, "5", "3", "1");
}

void rpc(void) {
  const char *reply_to = "amq.rabbitmq.reply-to";
  connection client = connect_to_broker(0);
  const char *requests = queue(client, "requests");
  consume(client, reply_to, true);
  amqp_basic_properties_t question = {
      ._flags = AMQP_BASIC_REPLY_TO_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG,
      .reply_to = amqp_cstring_bytes(reply_to),
      .correlation_id = amqp_cstring_bytes("42"),
  };
  publish_with(client, "", requests, false, &question, amqp_cstring_bytes("question"));

  connection server = connect_to_broker(0);
  consume(server, requests, true);
  amqp_message_t request = receive(server).message;
  expect_bytes("the request", request.body, "question");
  amqp_basic_properties_t answer = {
      ._flags = AMQP_BASIC_CORRELATION_ID_FLAG,
      .correlation_id = request.properties.correlation_id,
  };
  char address[256];
  amqp_bytes_t asked = request.properties.reply_to;
  snprintf(address, sizeof address, "%.*s", (int)asked.len, (char *)asked.bytes);
  publish_with(server, "", address, false, &answer, amqp_cstring_bytes("answer"));

  amqp_message_t reply = receive(client).message;
  expect_bytes("the reply", reply.body, "answer");
  expect_bytes("its correlation", reply.properties.correlation_id, "42");
}
