/* What a message carries, and what becomes of one that nobody wanted. */
#include <stdlib.h>
#include <string.h>

#include "stage.h"

void hello(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  SEND(conn, q, "hello");
  consume(conn, q, true);
  expect_bytes("the body", receive(conn).message.body, "hello");
}

static const uint64_t WHEN = 1700000000;

static amqp_table_entry_t of_kind(const char *key, amqp_field_value_t value) {
  amqp_table_entry_t entry = {.key = amqp_cstring_bytes(key), .value = value};
  return entry;
}

static void expect_headers(amqp_table_t headers) {
  expect_bytes("string", field(headers, "string").value.bytes, "text");
  equal("int", field(headers, "int").value.i32, -7);
  equal("long", field(headers, "long").value.i64, INT64_C(1) << 40);
  equal("bool", field(headers, "bool").value.boolean, true);
  require(field(headers, "double").value.f64 == 0.125, "the double differs");
  equal("when's type", field(headers, "when").kind, AMQP_FIELD_KIND_TIMESTAMP);
  equal("when", (int64_t)field(headers, "when").value.u64, (int64_t)WHEN);
  equal("bytes' type", field(headers, "bytes").kind, AMQP_FIELD_KIND_BYTES);
  expect_bytes("bytes", field(headers, "bytes").value.bytes, "\x01\xfe\xff");
  amqp_table_t inner = field(headers, "table").value.table;
  expect_bytes("inner", field(inner, "inner").value.bytes, "value");
  amqp_array_t list = field(headers, "list").value.array;
  equal("the length of the list", list.num_entries, 2);
  expect_bytes("list[0]", list.entries[0].value.bytes, "one");
  equal("list[1]", list.entries[1].value.i32, 2);
  equal("void's type", field(headers, "void").kind, AMQP_FIELD_KIND_VOID);
}

void properties(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  amqp_field_value_t items[] = {text("", "one").value, number("", 2).value};
  amqp_basic_properties_t sent = {
      ._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_CONTENT_ENCODING_FLAG |
                AMQP_BASIC_HEADERS_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                AMQP_BASIC_PRIORITY_FLAG | AMQP_BASIC_CORRELATION_ID_FLAG |
                AMQP_BASIC_REPLY_TO_FLAG | AMQP_BASIC_EXPIRATION_FLAG |
                AMQP_BASIC_MESSAGE_ID_FLAG | AMQP_BASIC_TIMESTAMP_FLAG |
                AMQP_BASIC_TYPE_FLAG | AMQP_BASIC_USER_ID_FLAG |
                AMQP_BASIC_APP_ID_FLAG | AMQP_BASIC_CLUSTER_ID_FLAG,
      .content_type = amqp_cstring_bytes("text/plain"),
      .content_encoding = amqp_cstring_bytes("utf-8"),
      .headers = TABLE(
          text("string", "text"), number("int", -7), boolean("bool", true),
          of_kind("long", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_I64,
                                               .value.i64 = INT64_C(1) << 40}),
          of_kind("double", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_F64,
                                                 .value.f64 = 0.125}),
          of_kind("when", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_TIMESTAMP,
                                               .value.u64 = WHEN}),
          of_kind("bytes", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_BYTES,
                                                .value.bytes = amqp_cstring_bytes(
                                                    "\x01\xfe\xff")}),
          of_kind("table", (amqp_field_value_t){
                               .kind = AMQP_FIELD_KIND_TABLE,
                               .value.table = TABLE(text("inner", "value"))}),
          of_kind("list", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_ARRAY,
                                               .value.array = {2, items}}),
          of_kind("void", (amqp_field_value_t){.kind = AMQP_FIELD_KIND_VOID})),
      .delivery_mode = AMQP_DELIVERY_PERSISTENT,
      .priority = 4,
      .correlation_id = amqp_cstring_bytes("correlation"),
      .reply_to = amqp_cstring_bytes("reply"),
      .expiration = amqp_cstring_bytes("60000"),
      .message_id = amqp_cstring_bytes("message"),
      .timestamp = WHEN,
      .type = amqp_cstring_bytes("type"),
      .user_id = amqp_cstring_bytes("guest"),
      .app_id = amqp_cstring_bytes("application"),
      .cluster_id = amqp_cstring_bytes("cluster"),
  };
  publish_with(conn, "", q, false, &sent, amqp_cstring_bytes("body"));
  consume(conn, q, true);

  amqp_envelope_t envelope = receive(conn);
  amqp_basic_properties_t *p = &envelope.message.properties;
  equal("what is present", p->_flags, sent._flags);
  expect_bytes("content-type", p->content_type, "text/plain");
  expect_bytes("content-encoding", p->content_encoding, "utf-8");
  expect_headers(p->headers);
  equal("delivery-mode", p->delivery_mode, AMQP_DELIVERY_PERSISTENT);
  equal("priority", p->priority, 4);
  expect_bytes("correlation-id", p->correlation_id, "correlation");
  expect_bytes("reply-to", p->reply_to, "reply");
  expect_bytes("expiration", p->expiration, "60000");
  expect_bytes("message-id", p->message_id, "message");
  equal("timestamp", (int64_t)p->timestamp, (int64_t)WHEN);
  expect_bytes("type", p->type, "type");
  expect_bytes("user-id", p->user_id, "guest");
  expect_bytes("app-id", p->app_id, "application");
  expect_bytes("cluster-id", p->cluster_id, "cluster");
}

void large_body(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  amqp_bytes_t large = amqp_bytes_malloc(1 << 20);
  unsigned char *octets = large.bytes;
  for (size_t i = 0; i < large.len; i++) octets[i] = (unsigned char)(i * 31 + (i >> 8));
  publish_with(conn, "", q, false, NULL, large);
  publish_with(conn, "", q, false, NULL, amqp_empty_bytes);
  consume(conn, q, true);
  amqp_bytes_t body = receive(conn).message.body;
  equal("the length of the large body", (int64_t)body.len, (int64_t)large.len);
  require(memcmp(body.bytes, large.bytes, large.len) == 0, "the large body differs");
  equal("the length of the empty body", (int64_t)receive(conn).message.body.len, 0);
}

void get_one_by_one(void) {
  connection conn = connect_to_broker(0);
  const char *q = queue(conn, "q");
  SEND(conn, q, "first", "second");
  amqp_message_t message;
  uint32_t left;
  require(get(conn, q, &message, &left), "the first is missing");
  expect_bytes("the first body", message.body, "first");
  equal("what is left after one", left, 1);
  require(get(conn, q, &message, &left), "the second is missing");
  equal("what is left after two", left, 0);
  require(!get(conn, q, &message, NULL), "a third message came");
}

/* The one entry of x-death. */
static amqp_table_t death_of(amqp_envelope_t *envelope) {
  amqp_field_value_t deaths = field(envelope->message.properties.headers, "x-death");
  equal("the type of x-death", deaths.kind, AMQP_FIELD_KIND_ARRAY);
  equal("the number of deaths", deaths.value.array.num_entries, 1);
  return deaths.value.array.entries[0].value.table;
}

void dead_letter(void) {
  connection conn = connect_to_broker(0);
  const char *dead_letters = exchange(conn, "dlx", "fanout");
  const char *dead = queue(conn, "dead");
  bind_queue(conn, dead, dead_letters, "");
  const char *source = exchange(conn, "source", "direct");
  const char *q = queue_with(conn, "q", false,
                             TABLE(text("x-dead-letter-exchange", dead_letters)));
  bind_queue(conn, q, source, "key");
  publish(conn, source, "key", "unwanted");
  consume(conn, q, false);
  amqp_basic_reject(conn, CHANNEL, receive(conn).delivery_tag, false);

  consume(conn, dead, true);
  amqp_envelope_t envelope = receive(conn);
  expect_bytes("the body", envelope.message.body, "unwanted");
  amqp_table_t death = death_of(&envelope);
  expect_bytes("the queue", field(death, "queue").value.bytes, q);
  expect_bytes("the reason", field(death, "reason").value.bytes, "rejected");
  equal("the count", field(death, "count").value.i64, 1);
  expect_bytes("the exchange", field(death, "exchange").value.bytes, source);
  amqp_array_t keys = field(death, "routing-keys").value.array;
  equal("the number of routing keys", keys.num_entries, 1);
  expect_bytes("the routing key", keys.entries[0].value.bytes, "key");
}

void ttl(void) {
  connection conn = connect_to_broker(0);
  const char *dead = queue(conn, "dead");
  const char *q = queue_with(conn, "q", false,
                             TABLE(text("x-dead-letter-exchange", ""),
                                   text("x-dead-letter-routing-key", dead)));
  amqp_basic_properties_t short_life = {
      ._flags = AMQP_BASIC_EXPIRATION_FLAG,
      .expiration = amqp_cstring_bytes("50"),
  };
  publish_with(conn, "", q, false, &short_life, amqp_cstring_bytes("short life"));
  consume(conn, dead, true);
  amqp_envelope_t envelope = receive(conn);
  expect_bytes("the body", envelope.message.body, "short life");
  amqp_flags_t flags = envelope.message.properties._flags;
  require((flags & AMQP_BASIC_EXPIRATION_FLAG) == 0, "it would expire again");
  amqp_table_t death = death_of(&envelope);
  expect_bytes("the reason", field(death, "reason").value.bytes, "expired");
  amqp_field_value_t original = field(death, "original-expiration");
  expect_bytes("the original expiration", original.value.bytes, "50");
}
