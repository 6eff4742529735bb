/*
 * Scenarios of the conformance table, played with librabbitmq. Arguments are
 * names of scenarios, AMQP_URL is the broker; each result is one line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stage.h"

/* Each name with the function that plays it; "large-body" is large_body(). */
#define SCENARIOS(_)                                                           \
  _(hello, "hello")                                                            \
  _(properties, "properties")                                                  \
  _(large_body, "large-body")                                                  \
  _(get_one_by_one, "get")                                                     \
  _(acknowledge, "acknowledge")                                                \
  _(multiple_ack, "multiple-ack")                                              \
  _(prefetch, "prefetch")                                                      \
  _(confirms, "confirms")                                                      \
  _(confirm_nack, "confirm-nack")                                              \
  _(returned, "returned")                                                      \
  _(direct, "direct")                                                          \
  _(fanout, "fanout")                                                          \
  _(topic, "topic")                                                            \
  _(headers, "headers")                                                        \
  _(exchange_chain, "exchange-chain")                                          \
  _(dead_letter, "dead-letter")                                                \
  _(ttl, "ttl")                                                                \
  _(max_length, "max-length")                                                  \
  _(priority, "priority")                                                      \
  _(transaction, "transaction")                                                \
  _(rpc, "rpc")                                                                \
  _(exclusive, "exclusive")                                                    \
  _(not_found, "not-found")                                                    \
  _(inequivalent, "inequivalent")                                              \
  _(unknown_tag, "unknown-tag")                                                \
  _(wrong_password, "wrong-password")                                          \
  _(cancel_notify, "cancel-notify")                                            \
  _(quorum, "quorum")                                                          \
  _(single_active, "single-active")                                            \
  _(consumer_priority, "consumer-priority")                                    \
  _(server_named, "server-named")                                              \
  _(heartbeat, "heartbeat")

#define DECLARE(function, name) void function(void);
SCENARIOS(DECLARE)

#define ENTRY(function, name) {name, function},
static const struct {
  const char *name;
  void (*play)(void);
} scenarios[] = {SCENARIOS(ENTRY)};

static void play(const char *name) {
  open_stage(name);
  for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
    if (strcmp(scenarios[i].name, name) != 0) continue;
    scenarios[i].play();
    close_stage();
    printf("ok %s\n", name);
    return;
  }
  fail("unknown scenario");
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    pid_t child = fork();
    if (child == 0) {
      play(argv[i]);
      return EXIT_SUCCESS;
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status))
      printf("not ok %s ended by signal %d\n", argv[i], WTERMSIG(status));
    fflush(stdout);
  }
  return EXIT_SUCCESS;
}
