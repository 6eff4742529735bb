/* What the broker refuses, and how connections begin and end. */
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

#include "stage.h"

static amqp_rpc_reply_t declare(connection conn, const char *name, bool passive,
                                bool durable, bool exclusive) {
  amqp_queue_declare(conn, CHANNEL, amqp_cstring_bytes(name), passive, durable,
                     exclusive, false, amqp_empty_table);
  return amqp_get_rpc_reply(conn);
}

void exclusive(void) {
  connection owner = connect_to_broker(0);
  const char *q = name("q");
  amqp_rpc_reply_t reply = declare(owner, q, false, false, true);
  require(reply.reply_type == AMQP_RESPONSE_NORMAL, "the owner is refused");
  connection other = connect_to_broker(0);
  reply = declare(other, q, false, false, true);
  refused(reply, AMQP_RESOURCE_LOCKED, "RESOURCE_LOCKED");
  equal("what was closed", reply.reply.id, AMQP_CHANNEL_CLOSE_METHOD);
}

void not_found(void) {
  connection conn = connect_to_broker(0);
  const char *missing = name("missing");
  char text[512];
  snprintf(text, sizeof text, "NOT_FOUND - no queue '%s' in vhost '/'", missing);
  refused(declare(conn, missing, true, false, false), AMQP_NOT_FOUND, text);
}

void inequivalent(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  refused(declare(conn, q, false, true, false), AMQP_PRECONDITION_FAILED,
          "inequivalent arg 'durable' for queue");
}

void unknown_tag(void) {
  connection conn = connect_to_broker(0);
  amqp_basic_ack(conn, CHANNEL, 99, false);
  refused_with(expect_method(conn, AMQP_CHANNEL_CLOSE_METHOD),
               AMQP_PRECONDITION_FAILED, "unknown delivery tag 99");
}

void wrong_password(void) {
  connection conn = amqp_new_connection();
  refused(log_in(conn, "wrong", 0), AMQP_ACCESS_REFUSED, "ACCESS_REFUSED");
}

void server_named(void) {
  connection owner = connect_to_broker(0);
  amqp_queue_declare_ok_t *ok =
      amqp_queue_declare(owner, CHANNEL, amqp_empty_bytes, false, false, true,
                         false, amqp_empty_table);
  answered(owner, "queue.declare");
  char named[256];
  snprintf(named, sizeof named, "%.*s", (int)ok->queue.len, (char *)ok->queue.bytes);
  if (strncmp(named, "amq.gen-", 8) != 0) fail("it is named %s", named);
  amqp_connection_close(owner, AMQP_REPLY_SUCCESS);

  connection other = connect_to_broker(0);
  refused(declare(other, named, true, false, false), AMQP_NOT_FOUND, "NOT_FOUND");
}

/* The library sends and expects heartbeats while it waits for a frame. */
void heartbeat(void) {
  connection conn = connect_to_broker(1);
  equal("the interval agreed on", amqp_get_heartbeat(conn), 1);
  amqp_frame_t frame;
  struct timeval silence = {.tv_sec = 3};
  int status = amqp_simple_wait_frame_noblock(conn, &frame, &silence);
  if (status != AMQP_STATUS_TIMEOUT)
    fail("the silence ended: %s", amqp_error_string2(status));
  open_channel(conn, OTHER_CHANNEL);
}
