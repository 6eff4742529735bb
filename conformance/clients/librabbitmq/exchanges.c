/* Where messages go. */
#include "stage.h"

void direct(void) {
  connection conn = connect_to_broker(0);
  const char *x = exchange(conn, "x", "direct");
  const char *red = queue(conn, "red");
  const char *blue = queue(conn, "blue");
  bind_queue(conn, red, x, "red");
  bind_queue(conn, blue, x, "blue");
  publish(conn, x, "red", "for red");
  publish(conn, x, "blue", "for blue");
  publish(conn, x, "green", "for nobody");
  EXPECT_DRAINED(conn, red, "for red");
  EXPECT_DRAINED(conn, blue, "for blue");
}

void fanout(void) {
  connection conn = connect_to_broker(0);
  const char *x = exchange(conn, "x", "fanout");
  const char *one = queue(conn, "one");
  const char *two = queue(conn, "two");
  bind_queue(conn, one, x, "");
  bind_queue(conn, two, x, "ignored");
  publish(conn, x, "any", "news");
  EXPECT_DRAINED(conn, one, "news");
  EXPECT_DRAINED(conn, two, "news");
}

void topic(void) {
  connection conn = connect_to_broker(0);
  const char *x = exchange(conn, "x", "topic");
  const char *one_word = queue(conn, "one-word");
  const char *any_words = queue(conn, "any-words");
  const char *last_word = queue(conn, "last-word");
  bind_queue(conn, one_word, x, "a.*");
  bind_queue(conn, any_words, x, "a.#");
  bind_queue(conn, last_word, x, "#.z");
  publish(conn, x, "a.b", "a.b");
  publish(conn, x, "a.b.c", "a.b.c");
  publish(conn, x, "x.z", "x.z");
  publish(conn, x, "none", "none");
  EXPECT_DRAINED(conn, one_word, "a.b");
  EXPECT_DRAINED(conn, any_words, "a.b", "a.b.c");
  EXPECT_DRAINED(conn, last_word, "x.z");
}

static void publish_headers(connection conn, const char *exchange,
                            amqp_table_t headers, const char *body) {
  amqp_basic_properties_t properties = {
      ._flags = AMQP_BASIC_HEADERS_FLAG,
      .headers = headers,
  };
  publish_with(conn, exchange, "", false, &properties, amqp_cstring_bytes(body));
}

void headers(void) {
  connection conn = connect_to_broker(0);
  const char *x = exchange(conn, "x", "headers");
  const char *matches[] = {"all", "any"};
  const char *queues[2];
  for (int i = 0; i < 2; i++) {
    queues[i] = queue(conn, matches[i]);
    amqp_queue_bind(conn, CHANNEL, amqp_cstring_bytes(queues[i]),
                    amqp_cstring_bytes(x), amqp_empty_bytes,
                    TABLE(text("x-match", matches[i]), text("colour", "red"),
                          number("size", 1)));
    answered(conn, "queue.bind");
  }
  publish_headers(conn, x, TABLE(text("colour", "red"), number("size", 1)), "both");
  publish_headers(conn, x, TABLE(text("colour", "red"), number("size", 2)), "one");
  publish_headers(conn, x, TABLE(text("colour", "blue")), "none");
  EXPECT_DRAINED(conn, queues[0], "both");
  EXPECT_DRAINED(conn, queues[1], "both", "one");
}

void exchange_chain(void) {
  connection conn = connect_to_broker(0);
  const char *strays = exchange(conn, "strays", "fanout");
  const char *stray = queue(conn, "stray");
  bind_queue(conn, stray, strays, "");
  const char *first =
      exchange_with(conn, "first", "direct", TABLE(text("alternate-exchange", strays)));
  const char *second = exchange(conn, "second", "fanout");
  amqp_exchange_bind(conn, CHANNEL, amqp_cstring_bytes(second),
                     amqp_cstring_bytes(first), amqp_cstring_bytes("known"),
                     amqp_empty_table);
  answered(conn, "exchange.bind");
  const char *q = queue(conn, "q");
  bind_queue(conn, q, second, "");

  publish(conn, first, "known", "through two");
  publish(conn, first, "unknown", "astray");
  EXPECT_DRAINED(conn, q, "through two");
  EXPECT_DRAINED(conn, stray, "astray");
}
