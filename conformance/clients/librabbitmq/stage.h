/*
 * What one scenario plays on: connections, names, and assertions that end the
 * scenario. Each scenario is a process of its own, so ending it is exit().
 */
#ifndef STAGE_H
#define STAGE_H

#include <amqp.h>
#include <amqp_framing.h>
#include <stdbool.h>
#include <stdint.h>

/* How many seconds anything may take that has to happen. */
#define LIMIT 20

/* The channel that scenarios use, and those for their other roles. */
enum { CHANNEL = 1, OTHER_CHANNEL = 2 };

/* Tables are written in place: TABLE(text("x-queue-type", "quorum")). */
#define TABLE(...)                                                             \
  ((amqp_table_t){(int)(sizeof((amqp_table_entry_t[]){__VA_ARGS__}) /          \
                        sizeof(amqp_table_entry_t)),                           \
                  (amqp_table_entry_t[]){__VA_ARGS__}})

amqp_table_entry_t text(const char *key, const char *value);
amqp_table_entry_t number(const char *key, int32_t value);
amqp_table_entry_t boolean(const char *key, bool value);

typedef amqp_connection_state_t connection;

void open_stage(const char *scenario);
void close_stage(void);

/* Connects and opens CHANNEL, or ends the scenario. */
connection connect_to_broker(int heartbeat);
/* Tries to log in, and gives the broker's answer. */
amqp_rpc_reply_t log_in(connection conn, const char *password, int heartbeat);
void open_channel(connection conn, amqp_channel_t channel);
void close_channel(connection conn, amqp_channel_t channel);

/* A name that begins with CONFORMANCE_PREFIX; it lives as long as the process. */
const char *name(const char *part);

/* These declare on CHANNEL and remember what to delete. */
const char *queue(connection conn, const char *part);
const char *queue_with(connection conn, const char *part, bool durable,
                       amqp_table_t arguments);
const char *exchange(connection conn, const char *part, const char *type);
const char *exchange_with(connection conn, const char *part, const char *type,
                          amqp_table_t arguments);
void bind_queue(connection conn, const char *queue, const char *exchange,
                const char *key);

void publish(connection conn, const char *exchange, const char *key,
             const char *body);
void publish_with(connection conn, const char *exchange, const char *key,
                  bool mandatory, amqp_basic_properties_t *properties,
                  amqp_bytes_t body);
/* Publishes each of a NULL-terminated list of bodies to a queue. */
void send_all(connection conn, const char *queue, const char *const *bodies);
#define SEND(conn, queue, ...)                                                 \
  send_all(conn, queue, (const char *const[]){__VA_ARGS__, NULL})

/* Starts a consumer and gives its tag. */
const char *consume(connection conn, const char *queue, bool no_ack);
const char *consume_with(connection conn, const char *queue, bool no_ack,
                         amqp_table_t arguments);
/* Waits for the next delivery to any consumer of the connection. */
amqp_envelope_t receive(connection conn);
void expect_body(const char *what, amqp_bytes_t actual, const char *expected);
/* Empties a queue, which has to hold exactly these bodies in this order. */
void expect_drained(connection conn, const char *queue,
                    const char *const *bodies);
#define EXPECT_DRAINED(conn, queue, ...)                                       \
  expect_drained(conn, queue, (const char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})
/* Gets one message; false when there is none. */
bool get(connection conn, const char *queue, amqp_message_t *message,
         uint32_t *left);
/* Counts what a queue could deliver now. */
uint32_t ready(connection conn, const char *queue);

/* Waits for the next method on a channel, which has to be this one. */
amqp_method_t expect_method(connection conn, amqp_method_number_t id);

_Noreturn void fail(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
void require(bool condition, const char *complaint);
void equal(const char *what, int64_t actual, int64_t expected);
void expect_bytes(const char *what, amqp_bytes_t actual, const char *expected);
/* The last method on the connection must have been answered. */
void answered(connection conn, const char *what);
/* The broker must have closed a channel or the connection, and said why. */
void refused(amqp_rpc_reply_t reply, int code, const char *text);
void refused_with(amqp_method_t close, int code, const char *text);

/* A field of a table; the scenario ends when it is missing. */
amqp_field_value_t field(amqp_table_t table, const char *key);

#endif
