#!/usr/bin/env bash
# Scenarios of the conformance table, played with the command line tools of
# librabbitmq. Arguments are names of scenarios, AMQP_URL is the broker; each
# result is one line.
#
# A scenario is a function that runs in a subshell and ends early, by `fail`,
# when something is not as it has to be. It declares queues named after $prefix.
set -u

limit=20 # seconds that anything may take that has to happen
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf '%s\n' "$*" >"$scratch/reason"
  exit 1 # and what still runs ends by its own limit
}

equal() { # what actual expected
  [ "$2" = "$3" ] || fail "$1 is '$2', not '$3'"
}

tool() { # name arguments...
  local name=$1
  shift
  timeout "$limit" "amqp-$name" --url "$AMQP_URL" "$@"
}

declare_queue() { # part
  printf '%s\n' "$prefix.$1" >>"$scratch/queues"
  tool declare-queue --queue "$prefix.$1" >/dev/null || fail "no queue $1"
}

send() { # part body
  tool publish --routing-key "$prefix.$1" --body "$2" || fail "no publish to $1"
}

receive() { # part count: their bodies
  tool consume --queue "$prefix.$1" --count "$2" cat || fail "$2 messages did not come"
}

drain() { # part: the bodies that are in the queue, one a line
  local body
  while body=$(tool get --queue "$prefix.$1"); do
    printf '%s\n' "$body"
  done
}

# Starts a consumer that declares its queue, as one that is deleted with it, and
# binds it. What it gets is read from ${ears[part]}, a line each.
declare -A ears consumers
listen() { # part exchange key
  exec {ear}< <(
    exec timeout "$limit" amqp-consume --url "$AMQP_URL" --queue "$prefix.$1" \
      --exchange "$2" --routing-key "$3" -- sh -c 'cat; echo'
  )
  consumers[$1]=$!
  ears[$1]=$ear
  # Before the queue is there, messages for it go nowhere.
  until read -r -t 0.1 -u "$ear"; do
    kill -0 "${consumers[$1]}" 2>/dev/null || fail "no binding of $1 to $2"
    send "$1" listening
  done
}

# All that a listener got through its exchange: it asks for an end to know.
hear() { # part
  local line
  send "$1" end
  while read -r -t "$limit" -u "${ears[$1]}" line && [ "$line" != end ]; do
    [ "$line" = listening ] || printf '%s\n' "$line"
  done
  kill "${consumers[$1]}"
}

refused() { # code text command...
  local code=$1 text=$2 output
  shift 2
  output=$("$@" 2>&1) && fail "allowed, where $code was due"
  case $output in
    *" $code, message: "*"$text"*) ;;
    *) fail "refused with: $output" ;;
  esac
}

hello() {
  declare_queue q
  send q hello
  equal 'the body' "$(receive q 1)" hello
}

large_body() {
  declare_queue q
  # 1 MiB in which every octet occurs and no block is like the one before.
  seq 1 200000 | gzip --no-name --stdout | head -c 262144 >"$scratch/block"
  for _ in 1 2 3 4; do
    cat "$scratch/block"
    gzip --no-name --stdout "$scratch/block"
  done | head -c 1048576 >"$scratch/large"
  tool publish --routing-key "$prefix.q" <"$scratch/large" || fail 'no publish'
  tool get --queue "$prefix.q" >"$scratch/received" || fail 'no large message'
  equal 'the length' "$(wc -c <"$scratch/received")" 1048576
  cmp -s "$scratch/large" "$scratch/received" || fail 'the large body differs'

  send q ''
  tool get --queue "$prefix.q" >"$scratch/received" || fail 'no empty message'
  equal 'the length of the empty body' "$(wc -c <"$scratch/received")" 0
}

get() {
  declare_queue q
  send q first
  send q second
  equal 'the first' "$(tool get --queue "$prefix.q")" first
  equal 'the second' "$(tool get --queue "$prefix.q")" second
  tool get --queue "$prefix.q" >/dev/null
  equal 'the status that says empty' $? 2
}

# The consumer asks for as many messages as it is to count, and acknowledges each
# when its command has ended. So while the first is at work it holds two, and what
# another one gets is the third.
prefetch() {
  declare_queue q
  for body in 1 2 3 4 5; do send q "$body"; done
  export third_of="$prefix.q"
  equal 'what waits behind two' "$(
    tool consume --queue "$prefix.q" --prefetch-count 2 --count 2 -- sh -c \
      '[ "$(cat)" != 1 ] || amqp-get --url "$AMQP_URL" --queue "$third_of"'
  )" 3
  equal 'what is left' "$(drain q)" $'4\n5'
}

direct() {
  listen red amq.direct "$prefix.key.red"
  listen blue amq.direct "$prefix.key.blue"
  for colour in red blue green; do
    tool publish --exchange amq.direct --routing-key "$prefix.key.$colour" --body "$colour"
  done
  equal red "$(hear red)" red
  equal blue "$(hear blue)" blue
}

# The tools declare no exchange, so others may use this one at the same time.
fanout() {
  listen one amq.fanout one
  listen two amq.fanout two
  tool publish --exchange amq.fanout --routing-key any --body "news for $prefix"
  equal one "$(hear one | grep -F "$prefix")" "news for $prefix"
  equal two "$(hear two | grep -F "$prefix")" "news for $prefix"
}

topic() {
  local word=${prefix//./-}
  listen one-word amq.topic "$word.a.*"
  listen any-words amq.topic "$word.a.#"
  listen last-word amq.topic "#.$word.z"
  for key in "$word.a.b" "$word.a.b.c" "x.$word.z" none; do
    tool publish --exchange amq.topic --routing-key "$key" --body "$key"
  done
  equal 'a.*' "$(hear one-word)" "$word.a.b"
  equal 'a.#' "$(hear any-words)" "$word.a.b"$'\n'"$word.a.b.c"
  equal '#.z' "$(hear last-word)" "x.$word.z"
}

exclusive() {
  local consumer
  timeout "$limit" amqp-consume --url "$AMQP_URL" --queue "$prefix.q" --exclusive \
    tee "$scratch/mine" >/dev/null 2>&1 &
  consumer=$!
  # It owns the queue when a message reaches it; before, messages go nowhere.
  until [ -s "$scratch/mine" ]; do
    kill -0 "$consumer" 2>/dev/null || fail 'the owner of the queue is gone'
    send q mine
  done
  refused 405 RESOURCE_LOCKED tool declare-queue --queue "$prefix.q"
  kill "$consumer"
}

not_found() {
  local text="NOT_FOUND - no queue '$prefix.missing' in vhost '/'"
  refused 404 "$text" tool get --queue "$prefix.missing"
}

inequivalent() {
  declare_queue q
  local text="inequivalent arg 'durable' for queue"
  refused 406 "$text" tool declare-queue --queue "$prefix.q" --durable
}

wrong_password() {
  local password='s#^\(amqp://\)\([^/]*@\)\?#\1guest:wrong@#'
  AMQP_URL=$(printf '%s' "$AMQP_URL" | sed "$password")
  refused 403 ACCESS_REFUSED tool declare-queue --queue "$prefix.q"
}

server_named() {
  local consumer name=''
  timeout "$limit" amqp-consume --url "$AMQP_URL" --exclusive --count 1 cat \
    >/dev/null 2>"$scratch/notice" &
  consumer=$!
  until name=$(grep -o 'amq\.gen-.*' "$scratch/notice"); do
    kill -0 "$consumer" 2>/dev/null || fail 'the consumer is gone'
  done
  tool publish --routing-key "$name" --body 'the one it waits for'
  wait "$consumer" || fail 'the consumer did not get its message'
  refused 404 "NOT_FOUND - no queue '$name'" tool get --queue "$name"
}

heartbeat() {
  local consumer
  declare_queue q
  timeout "$((limit + 3))" amqp-consume --url "$AMQP_URL" --heartbeat 1 \
    --queue "$prefix.q" --count 1 cat >"$scratch/received" &
  consumer=$!
  sleep 3
  kill -0 "$consumer" 2>/dev/null || fail 'the consumer is gone'
  send q 'still there'
  wait "$consumer" || fail 'the consumer ended badly'
  equal 'what it got' "$(cat "$scratch/received")" 'still there'
}

clean_up() {
  local queue
  while read -r queue; do
    tool delete-queue --queue "$queue" >/dev/null
  done <"$scratch/queues"
}

for scenario in "$@"; do
  prefix=$CONFORMANCE_PREFIX.$scenario
  : >"$scratch/queues"
  printf 'failed\n' >"$scratch/reason"
  # Not with `||`, which would reach into the function.
  ("${scenario//-/_}") </dev/null 2>"$scratch/errors"
  if [ $? -eq 0 ]; then
    echo "ok $scenario"
  else
    echo "not ok $scenario $(cat "$scratch/reason" "$scratch/errors" | tr '\n' ' ')"
  fi
  clean_up
done
