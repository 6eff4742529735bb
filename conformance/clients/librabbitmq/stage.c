/* See stage.h. */
#include "stage.h"

#include <amqp_tcp_socket.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

enum { NAMES_MAX = 16 };

static const char *scenario;
static const char *queues[NAMES_MAX];
static const char *exchanges[NAMES_MAX];
static int queue_count;
static int exchange_count;

static const char *copy(amqp_bytes_t bytes) {
  char *string = malloc(bytes.len + 1);
  memcpy(string, bytes.bytes, bytes.len);
  string[bytes.len] = '\0';
  return string;
}

amqp_table_entry_t text(const char *key, const char *value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes(value);
  return entry;
}

amqp_table_entry_t number(const char *key, int32_t value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_I32;
  entry.value.value.i32 = value;
  return entry;
}

amqp_table_entry_t boolean(const char *key, bool value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key)};
  entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
  entry.value.value.boolean = value;
  return entry;
}

void open_stage(const char *of_scenario) { scenario = of_scenario; }

/* Deletes on a fresh connection, since the scenario may have lost its own. */
void close_stage(void) {
  if (queue_count + exchange_count == 0) return;
  connection conn = connect_to_broker(0);
  while (queue_count > 0) {
    amqp_bytes_t name = amqp_cstring_bytes(queues[--queue_count]);
    amqp_queue_delete(conn, CHANNEL, name, false, false);
    answered(conn, "queue.delete");
  }
  while (exchange_count > 0) {
    amqp_bytes_t name = amqp_cstring_bytes(exchanges[--exchange_count]);
    amqp_exchange_delete(conn, CHANNEL, name, false);
    answered(conn, "exchange.delete");
  }
  amqp_connection_close(conn, AMQP_REPLY_SUCCESS);
  amqp_destroy_connection(conn);
}

/* Without consumer_cancel_notify no broker tells that a queue is gone. */
amqp_rpc_reply_t log_in(connection conn, const char *password, int heartbeat) {
  struct amqp_connection_info info;
  char *url = strdup(getenv("AMQP_URL"));
  if (amqp_parse_url(url, &info) != AMQP_STATUS_OK) fail("cannot read AMQP_URL");
  amqp_socket_t *socket = amqp_tcp_socket_new(conn);
  struct timeval limit = {.tv_sec = LIMIT};
  if (amqp_socket_open_noblock(socket, info.host, info.port, &limit))
    fail("cannot connect to %s:%d", info.host, info.port);
  amqp_set_rpc_timeout(conn, &limit);

  amqp_table_entry_t capabilities = {.key = amqp_cstring_bytes("capabilities")};
  capabilities.value.kind = AMQP_FIELD_KIND_TABLE;
  capabilities.value.value.table = TABLE(boolean("consumer_cancel_notify", true));
  amqp_table_t properties = {1, &capabilities};
  return amqp_login_with_properties(
      conn, info.vhost, AMQP_DEFAULT_MAX_CHANNELS, AMQP_DEFAULT_FRAME_SIZE,
      heartbeat, &properties, AMQP_SASL_METHOD_PLAIN, info.user,
      password == NULL ? info.password : password);
}

connection connect_to_broker(int heartbeat) {
  connection conn = amqp_new_connection();
  amqp_rpc_reply_t reply = log_in(conn, NULL, heartbeat);
  require(reply.reply_type == AMQP_RESPONSE_NORMAL, "cannot log in");
  open_channel(conn, CHANNEL);
  return conn;
}

void open_channel(connection conn, amqp_channel_t channel) {
  amqp_channel_open(conn, channel);
  answered(conn, "channel.open");
}

void close_channel(connection conn, amqp_channel_t channel) {
  amqp_rpc_reply_t reply = amqp_channel_close(conn, channel, AMQP_REPLY_SUCCESS);
  require(reply.reply_type == AMQP_RESPONSE_NORMAL, "the channel does not close");
}

const char *name(const char *part) {
  const char *prefix = getenv("CONFORMANCE_PREFIX");
  size_t size = strlen(prefix) + strlen(scenario) + strlen(part) + 3;
  char *whole = malloc(size);
  snprintf(whole, size, "%s.%s.%s", prefix, scenario, part);
  return whole;
}

const char *queue(connection conn, const char *part) {
  return queue_with(conn, part, false, amqp_empty_table);
}

const char *queue_with(connection conn, const char *part, bool durable,
                       amqp_table_t arguments) {
  const char *queue = queues[queue_count++] = name(part);
  amqp_queue_declare(conn, CHANNEL, amqp_cstring_bytes(queue), false, durable,
                     false, false, arguments);
  answered(conn, "queue.declare");
  return queue;
}

const char *exchange(connection conn, const char *part, const char *type) {
  return exchange_with(conn, part, type, amqp_empty_table);
}

const char *exchange_with(connection conn, const char *part, const char *type,
                          amqp_table_t arguments) {
  const char *exchange = exchanges[exchange_count++] = name(part);
  amqp_exchange_declare(conn, CHANNEL, amqp_cstring_bytes(exchange),
                        amqp_cstring_bytes(type), false, false, false, false,
                        arguments);
  answered(conn, "exchange.declare");
  return exchange;
}

void bind_queue(connection conn, const char *queue, const char *exchange,
                const char *key) {
  amqp_queue_bind(conn, CHANNEL, amqp_cstring_bytes(queue),
                  amqp_cstring_bytes(exchange), amqp_cstring_bytes(key),
                  amqp_empty_table);
  answered(conn, "queue.bind");
}

void publish(connection conn, const char *exchange, const char *key,
             const char *body) {
  publish_with(conn, exchange, key, false, NULL, amqp_cstring_bytes(body));
}

void publish_with(connection conn, const char *exchange, const char *key,
                  bool mandatory, amqp_basic_properties_t *properties,
                  amqp_bytes_t body) {
  int status = amqp_basic_publish(conn, CHANNEL, amqp_cstring_bytes(exchange),
                                  amqp_cstring_bytes(key), mandatory, false,
                                  properties, body);
  if (status != AMQP_STATUS_OK) fail("publish: %s", amqp_error_string2(status));
}

void send_all(connection conn, const char *queue, const char *const *bodies) {
  for (; *bodies != NULL; bodies++) publish(conn, "", queue, *bodies);
}

const char *consume(connection conn, const char *queue, bool no_ack) {
  return consume_with(conn, queue, no_ack, amqp_empty_table);
}

const char *consume_with(connection conn, const char *queue, bool no_ack,
                         amqp_table_t arguments) {
  amqp_basic_consume_ok_t *ok =
      amqp_basic_consume(conn, CHANNEL, amqp_cstring_bytes(queue),
                         amqp_empty_bytes, false, no_ack, false, arguments);
  answered(conn, "basic.consume");
  return copy(ok->consumer_tag);
}

amqp_envelope_t receive(connection conn) {
  amqp_envelope_t envelope;
  struct timeval limit = {.tv_sec = LIMIT};
  amqp_rpc_reply_t reply = amqp_consume_message(conn, &envelope, &limit, 0);
  if (reply.reply_type != AMQP_RESPONSE_NORMAL)
    fail("no message came: %s", amqp_error_string2(reply.library_error));
  return envelope;
}

void expect_drained(connection conn, const char *queue,
                    const char *const *bodies) {
  amqp_message_t message;
  for (; *bodies != NULL; bodies++) {
    if (!get(conn, queue, &message, NULL)) fail("%s ends before %s", queue, *bodies);
    expect_bytes(queue, message.body, *bodies);
    amqp_destroy_message(&message);
  }
  if (get(conn, queue, &message, NULL))
    fail("%s also has %s", queue, copy(message.body));
}

bool get(connection conn, const char *queue, amqp_message_t *message,
         uint32_t *left) {
  amqp_rpc_reply_t reply =
      amqp_basic_get(conn, CHANNEL, amqp_cstring_bytes(queue), true);
  answered(conn, "basic.get");
  if (reply.reply.id == AMQP_BASIC_GET_EMPTY_METHOD) return false;
  if (left != NULL) {
    *left = ((amqp_basic_get_ok_t *)reply.reply.decoded)->message_count;
  }
  reply = amqp_read_message(conn, CHANNEL, message, 0);
  require(reply.reply_type == AMQP_RESPONSE_NORMAL, "a message broke off");
  return true;
}

uint32_t ready(connection conn, const char *queue) {
  amqp_queue_declare_ok_t *ok =
      amqp_queue_declare(conn, CHANNEL, amqp_cstring_bytes(queue), true, false,
                         false, false, amqp_empty_table);
  answered(conn, "queue.declare, passive");
  return ok->message_count;
}

amqp_method_t expect_method(connection conn, amqp_method_number_t id) {
  amqp_frame_t frame;
  struct timeval limit = {.tv_sec = LIMIT};
  int status = amqp_simple_wait_frame_noblock(conn, &frame, &limit);
  const char *wanted = amqp_method_name(id);
  if (status != AMQP_STATUS_OK)
    fail("no %s: %s", wanted, amqp_error_string2(status));
  require(frame.frame_type == AMQP_FRAME_METHOD, "not even a method came");
  if (frame.payload.method.id != id)
    fail("%s came, not %s", amqp_method_name(frame.payload.method.id), wanted);
  return frame.payload.method;
}

void fail(const char *format, ...) {
  static bool failing = false;
  if (failing) exit(1); /* while it cleaned up: the first reason counts */
  failing = true;
  va_list arguments;
  va_start(arguments, format);
  printf("not ok %s ", scenario);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
  fflush(stdout);
  close_stage();
  exit(1);
}

void require(bool condition, const char *complaint) {
  if (!condition) fail("%s", complaint);
}

void equal(const char *what, int64_t actual, int64_t expected) {
  if (actual != expected)
    fail("%s is %lld, not %lld", what, (long long)actual, (long long)expected);
}

void expect_bytes(const char *what, amqp_bytes_t actual, const char *expected) {
  if (actual.len != strlen(expected) ||
      memcmp(actual.bytes, expected, actual.len) != 0)
    fail("%s is '%s', not '%s'", what, copy(actual), expected);
}

void answered(connection conn, const char *what) {
  amqp_rpc_reply_t reply = amqp_get_rpc_reply(conn);
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
  if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION)
    fail("%s: %s", what, amqp_error_string2(reply.library_error));
  amqp_channel_close_t *close = reply.reply.decoded;
  fail("%s: %d %s", what, close->reply_code, copy(close->reply_text));
}

void refused(amqp_rpc_reply_t reply, int code, const char *text) {
  if (reply.reply_type != AMQP_RESPONSE_SERVER_EXCEPTION)
    fail("not refused, where %d was due", code);
  refused_with(reply.reply, code, text);
}

/* Closes of channels and of connections begin with the same two fields. */
void refused_with(amqp_method_t method, int code, const char *text) {
  require(method.id == AMQP_CHANNEL_CLOSE_METHOD ||
              method.id == AMQP_CONNECTION_CLOSE_METHOD,
          "nothing was closed");
  amqp_channel_close_t *close = method.decoded;
  equal("the code", close->reply_code, code);
  const char *reason = copy(close->reply_text);
  if (strstr(reason, text) == NULL) fail("'%s' lacks '%s'", reason, text);
}

amqp_field_value_t field(amqp_table_t table, const char *key) {
  for (int i = 0; i < table.num_entries; i++) {
    amqp_bytes_t found = table.entries[i].key;
    if (found.len == strlen(key) && memcmp(found.bytes, key, found.len) == 0)
      return table.entries[i].value;
  }
  fail("there is no %s", key);
}
