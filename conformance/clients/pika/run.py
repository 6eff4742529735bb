"""The scenarios of conformance/README.md through pika's BlockingConnection."""

import datetime
import decimal
import time

import pika
import pika.exceptions

from program import LIMIT, PATTERN, URL, contains, equal, main, unique_name

SCENARIOS = {}


class Stage:
    """A connection with a channel, and the names that are to be deleted afterwards."""

    def __init__(self, query=""):
        self.connections = []
        self.connection = self.connect(query)
        self.channel = self.connection.channel()
        self.queues = []
        self.exchanges = []

    def connect(self, query=""):
        connection = pika.BlockingConnection(pika.URLParameters(URL + query))
        self.connections.append(connection)
        return connection

    def queue(self, **options):
        name = unique_name()
        self.queues.append(name)
        self.channel.queue_declare(name, **options)
        return name

    def exchange(self, kind, **options):
        name = unique_name("exchange")
        self.exchanges.append(name)
        self.channel.exchange_declare(name, kind, **options)
        return name

    def bound_queue(self, exchange, key="", arguments=None):
        queue = self.queue()
        self.channel.queue_bind(queue, exchange, key, arguments)
        return queue

    def publish(self, queue, *bodies, exchange="", **properties):
        for body in bodies:
            self.channel.basic_publish(exchange, queue, body, pika.BasicProperties(**properties))

    def get(self, queue, auto_ack=True):
        """What is in the queue now; what this channel published before has arrived."""
        method, properties, body = self.channel.basic_get(queue, auto_ack)
        assert method is not None, f"{queue} is empty"
        return method, properties, body

    def drain(self, queue):
        bodies = []
        while True:
            method, _, body = self.channel.basic_get(queue, True)
            if method is None:
                return bodies
            bodies.append(body)

    def consume(self, queue, channel=None, **options):
        return Inbox(self.connection, channel or self.channel, queue, options)

    def strike(self):
        janitor = pika.BlockingConnection(pika.URLParameters(URL))
        for connection in self.connections:
            if connection.is_open:
                connection.close()
        channel = janitor.channel()
        for exchange in self.exchanges:
            channel.exchange_delete(exchange)
        for queue in self.queues:
            channel.queue_delete(queue)
        janitor.close()


class Inbox:
    """The deliveries of one consumer, in order."""

    def __init__(self, connection, channel, queue, options):
        self.connection = connection
        self.channel = channel
        self.queue = queue
        self.messages = []
        self.taken = 0
        options.setdefault("auto_ack", True)
        self.tag = channel.basic_consume(queue, self._put, **options)

    def _put(self, _channel, method, properties, body):
        self.messages.append((method, properties, body))

    def take(self, count=1):
        wait(self.connection, lambda: len(self.messages) >= self.taken + count, "a delivery")
        self.taken += count
        return self.messages[self.taken - count : self.taken]

    def next(self):
        return self.take()[0]

    def bodies(self):
        return [body for _, _, body in self.messages]

    def fence(self):
        """Whatever the queue had handed out is here after two round trips through it."""
        for _ in range(2):
            self.channel.queue_declare(self.queue, passive=True)
        self.connection.process_data_events(0)


def wait(connection, is_so, what):
    deadline = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come"
        connection.process_data_events(time_limit=0.1)


def closed_by(action, code):
    """The text with which the broker closes the channel."""
    try:
        action()
    except pika.exceptions.ChannelClosedByBroker as error:
        equal(error.reply_code, code, "reply code")
        return error.reply_text
    raise AssertionError(f"the channel was not closed with {code}")


def scenario(function):
    def run():
        stage = Stage("?heartbeat=1" if function is heartbeat else "")
        try:
            function(stage)
        finally:
            stage.strike()

    SCENARIOS[function.__name__.replace("_", "-")] = run
    return function


@scenario
def hello(stage):
    queue = stage.queue()
    inbox = stage.consume(queue)
    stage.publish(queue, b"hello")
    equal(inbox.next()[2], b"hello", "body")


@scenario
def properties(stage):
    queue = stage.queue()
    sent = pika.BasicProperties(
        content_type="text/plain",
        content_encoding="utf-8",
        headers={
            "text": "naïve",
            "octets": b"\x00\xff",
            "yes": True,
            "long": 2**40,
            "decimal": decimal.Decimal("1.25"),
            "time": datetime.datetime(2026, 1, 2, 3, 4, 5),
            "nothing": None,
            "table": {"inner": {"number": 7}},
            "list": ["a", 2, [False]],
        },
        delivery_mode=2,
        priority=3,
        correlation_id="correlation",
        reply_to="replies",
        expiration="60000",
        message_id="id",
        timestamp=1_700_000_000,
        type="greeting",
        user_id="guest",
        app_id="conformance",
        cluster_id="cluster",
    )
    stage.channel.basic_publish("", queue, b"body", sent)
    _, received, _ = stage.get(queue)
    equal(received.__dict__, sent.__dict__, "properties")


@scenario
def large_body(stage):
    queue = stage.queue()
    inbox = stage.consume(queue)
    stage.publish(queue, PATTERN, b"")
    assert inbox.next()[2] == PATTERN, "the pattern did not survive"
    equal(inbox.next()[2], b"", "body")


@scenario
def get(stage):
    queue = stage.queue()
    stage.publish(queue, b"1", b"2", b"3")
    method, _, body = stage.get(queue)
    equal((body, method.message_count), (b"1", 2), "first")
    equal((method.exchange, method.routing_key), ("", queue), "where from")
    equal(stage.drain(queue), [b"2", b"3"], "the rest")
    equal(stage.channel.basic_get(queue)[0], None, "of an empty queue")


@scenario
def acknowledge(stage):
    queue = stage.queue()
    stage.publish(queue, b"1", b"2")
    inbox = stage.consume(queue, auto_ack=False)
    first, second = inbox.take(2)
    equal(first[0].redelivered, False, "redelivered at first")
    stage.channel.basic_ack(first[0].delivery_tag)
    stage.channel.basic_nack(second[0].delivery_tag, requeue=True)
    again = inbox.next()
    equal((again[2], again[0].redelivered), (b"2", True), "after nack")
    stage.channel.basic_reject(again[0].delivery_tag, requeue=True)
    again = inbox.next()
    equal((again[2], again[0].redelivered), (b"2", True), "after reject")
    stage.channel.basic_reject(again[0].delivery_tag, requeue=False)
    stage.channel.close()
    stage.channel = stage.connection.channel()
    equal(stage.drain(queue), [], "left over")


@scenario
def multiple_ack(stage):
    queue = stage.queue()
    stage.publish(queue, b"1", b"2", b"3")
    inbox = stage.consume(queue, auto_ack=False)
    deliveries = inbox.take(3)
    stage.channel.basic_ack(deliveries[1][0].delivery_tag, multiple=True)
    stage.channel.close()
    stage.channel = stage.connection.channel()
    equal(stage.drain(queue), [b"3"], "left over")


@scenario
def prefetch(stage):
    queue = stage.queue()
    stage.publish(queue, b"1", b"2", b"3", b"4", b"5")
    stage.channel.basic_qos(prefetch_count=2)
    inbox = stage.consume(queue, auto_ack=False)
    first, _ = inbox.take(2)
    inbox.fence()
    equal(inbox.bodies(), [b"1", b"2"], "before the ack")
    stage.channel.basic_ack(first[0].delivery_tag)
    inbox.next()
    inbox.fence()
    equal(inbox.bodies(), [b"1", b"2", b"3"], "after the ack")


@scenario
def confirms(stage):
    queue = stage.queue(durable=True)
    stage.channel.confirm_delivery()
    # Each call waits for its confirm, and raises if that is a nack.
    stage.publish(queue, *[b"%d" % number for number in range(100)], delivery_mode=2)
    declared = stage.channel.queue_declare(queue, passive=True)
    equal(declared.method.message_count, 100, "messages")


@scenario
def confirm_nack(stage):
    queue = stage.queue(arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
    stage.channel.confirm_delivery()
    stage.publish(queue, b"1")
    try:
        stage.publish(queue, b"2")
    except pika.exceptions.NackError:
        equal(stage.drain(queue), [b"1"], "in the queue")
        return
    raise AssertionError("the second publish was confirmed")


@scenario
def returned(stage):
    returns = []
    stage.channel.add_on_return_callback(lambda _, *message: returns.append(message))
    key = unique_name("nowhere")
    stage.channel.basic_publish("", key, b"lost", mandatory=True)
    wait(stage.connection, lambda: returns, "the return")
    method, _, body = returns[0]
    equal((method.reply_code, method.reply_text), (312, "NO_ROUTE"), "reply")
    equal((method.exchange, method.routing_key, body), ("", key, b"lost"), "what came back")


@scenario
def direct(stage):
    exchange = stage.exchange("direct")
    queue = stage.bound_queue(exchange, "red")
    stage.publish("red", b"yes", exchange=exchange)
    stage.publish("green", b"no", exchange=exchange)
    equal(stage.drain(queue), [b"yes"], "routed")


@scenario
def fanout(stage):
    exchange = stage.exchange("fanout")
    queues = [stage.bound_queue(exchange), stage.bound_queue(exchange, "other")]
    stage.publish("any", b"all", exchange=exchange)
    equal([stage.drain(queue) for queue in queues], [[b"all"], [b"all"]], "routed")


@scenario
def topic(stage):
    exchange = stage.exchange("topic")
    queues = [stage.bound_queue(exchange, pattern) for pattern in ("a.*", "a.#", "#.z")]
    for key in ("a.b", "a.b.c", "x.z"):
        stage.publish(key, key.encode(), exchange=exchange)
    expected = [[b"a.b"], [b"a.b", b"a.b.c"], [b"x.z"]]
    equal([stage.drain(queue) for queue in queues], expected, "routed")


@scenario
def headers(stage):
    exchange = stage.exchange("headers")
    both = stage.bound_queue(exchange, "", {"x-match": "all", "a": 1, "b": "two"})
    either = stage.bound_queue(exchange, "", {"x-match": "any", "a": 1, "b": "two"})
    stage.publish("", b"both", exchange=exchange, headers={"a": 1, "b": "two", "c": True})
    stage.publish("", b"one", exchange=exchange, headers={"a": 1, "b": "three"})
    stage.publish("", b"none", exchange=exchange, headers={"a": 2})
    equal(stage.drain(both), [b"both"], "all")
    equal(stage.drain(either), [b"both", b"one"], "any")


@scenario
def exchange_chain(stage):
    alternate = stage.exchange("fanout")
    source = stage.exchange("direct", arguments={"alternate-exchange": alternate})
    target = stage.exchange("fanout")
    stage.channel.exchange_bind(target, source, "through")
    reached = stage.bound_queue(target)
    caught = stage.bound_queue(alternate)
    stage.publish("through", b"1", exchange=source)
    stage.publish("elsewhere", b"2", exchange=source)
    equal([stage.drain(reached), stage.drain(caught)], [[b"1"], [b"2"]], "routed")


@scenario
def dead_letter(stage):
    exchange = stage.exchange("fanout")
    letters = stage.bound_queue(exchange)
    queue = stage.queue(arguments={"x-dead-letter-exchange": exchange})
    inbox = stage.consume(letters)
    stage.publish(queue, b"bad")
    method, _, _ = stage.get(queue, auto_ack=False)
    stage.channel.basic_reject(method.delivery_tag, requeue=False)
    _, received, body = inbox.next()
    equal(body, b"bad", "body")
    death = received.headers["x-death"][0]
    assert isinstance(death.pop("time"), datetime.datetime), "x-death has no time"
    expected = {
        "queue": queue,
        "reason": "rejected",
        "count": 1,
        "exchange": "",
        "routing-keys": [queue],
    }
    equal(death, expected, "x-death")


@scenario
def ttl(stage):
    letters = stage.queue()
    arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": letters}
    queue = stage.queue(arguments=arguments)
    inbox = stage.consume(letters)
    stage.publish(queue, b"late", expiration="50")
    _, received, _ = inbox.next()
    equal(received.expiration, None, "expiration")
    death = received.headers["x-death"][0]
    equal((death["reason"], death["queue"]), ("expired", queue), "x-death")
    equal(death["original-expiration"], "50", "original-expiration")


@scenario
def max_length(stage):
    queue = stage.queue(arguments={"x-max-length": 2})
    stage.publish(queue, b"1", b"2", b"3")
    equal(stage.drain(queue), [b"2", b"3"], "kept")


@scenario
def priority(stage):
    queue = stage.queue(arguments={"x-max-priority": 5})
    for level in (1, 5, 3):
        stage.publish(queue, b"%d" % level, priority=level)
    equal(stage.drain(queue), [b"5", b"3", b"1"], "order")


@scenario
def transaction(stage):
    queue = stage.queue()
    channel = stage.connection.channel()
    channel.tx_select()
    channel.basic_publish("", queue, b"undone")
    channel.tx_rollback()
    channel.basic_publish("", queue, b"1")
    channel.basic_publish("", queue, b"2")
    declared = stage.channel.queue_declare(queue, passive=True)
    equal(declared.method.message_count, 0, "messages before the commit")
    channel.tx_commit()
    equal(stage.drain(queue), [b"1", b"2"], "after the commit")


@scenario
def rpc(stage):
    queue = stage.queue()
    server = stage.connect().channel()
    replies = stage.consume("amq.rabbitmq.reply-to")
    stage.publish(queue, b"6 * 7", reply_to="amq.rabbitmq.reply-to", correlation_id="42")
    for method, asked, _ in server.consume(queue, inactivity_timeout=LIMIT):
        assert method is not None, "no request came"
        contains(asked.reply_to, "amq.rabbitmq.reply-to.")
        answer = pika.BasicProperties(correlation_id=asked.correlation_id)
        server.basic_publish("", asked.reply_to, b"42", answer)
        server.basic_ack(method.delivery_tag)
        break
    _, received, body = replies.next()
    equal((received.correlation_id, body), ("42", b"42"), "reply")


@scenario
def exclusive(stage):
    queue = stage.queue(exclusive=True)
    other = stage.connect().channel()
    text = closed_by(lambda: other.queue_declare(queue, exclusive=True), 405)
    contains(text, f"RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '{queue}'")
    equal(other.is_open, False, "is open")


@scenario
def not_found(stage):
    queue = unique_name("missing")
    text = closed_by(lambda: stage.channel.queue_declare(queue, passive=True), 404)
    equal(text, f"NOT_FOUND - no queue '{queue}' in vhost '/'", "text")


@scenario
def inequivalent(stage):
    queue = stage.queue(durable=True)
    text = closed_by(lambda: stage.channel.queue_declare(queue, durable=False), 406)
    contains(text, f"PRECONDITION_FAILED - inequivalent arg 'durable' for queue '{queue}'")


@scenario
def unknown_tag(stage):
    stage.channel.basic_ack(99)
    text = closed_by(lambda: wait(stage.connection, lambda: check_open(stage), "the close"), 406)
    equal(text, "PRECONDITION_FAILED - unknown delivery tag 99", "text")


def check_open(stage):
    """A call on a channel that the broker has closed says why."""
    stage.channel.basic_qos(prefetch_count=1)
    return False


@scenario
def wrong_password(_stage):
    parameters = pika.URLParameters(URL)
    parameters.credentials = pika.PlainCredentials("guest", "wrong")
    try:
        pika.BlockingConnection(parameters)
    except pika.exceptions.ProbableAuthenticationError as error:
        contains(str(error), "403")
        contains(str(error), "ACCESS_REFUSED")
        return
    raise AssertionError("the login was taken")


@scenario
def cancel_notify(stage):
    cancelled = []
    stage.channel.add_on_cancel_callback(cancelled.append)
    queue = stage.queue()
    inbox = stage.consume(queue)
    stage.connect().channel().queue_delete(queue)
    wait(stage.connection, lambda: cancelled, "the cancel")
    equal(cancelled[0].method.consumer_tag, inbox.tag, "consumer tag")


@scenario
def quorum(stage):
    queue = stage.queue(durable=True, arguments={"x-queue-type": "quorum"})
    inbox = stage.consume(queue, auto_ack=False)
    stage.publish(queue, b"again", delivery_mode=2)
    method, received, _ = inbox.next()
    equal((received.headers or {}).get("x-delivery-count"), None, "count at first")
    stage.channel.basic_nack(method.delivery_tag, requeue=True)
    method, received, _ = inbox.next()
    equal((received.headers["x-delivery-count"], method.redelivered), (1, True), "then")


@scenario
def single_active(stage):
    queue = stage.queue(arguments={"x-single-active-consumer": True})
    first = stage.consume(queue)
    second = stage.consume(queue, channel=stage.connection.channel())
    stage.publish(queue, b"1", b"2")
    first.take(2)
    second.fence()
    equal(second.bodies(), [], "of the second")
    stage.channel.basic_cancel(first.tag)
    stage.publish(queue, b"3")
    second.next()
    equal((first.bodies(), second.bodies()), ([b"1", b"2"], [b"3"]), "after the cancel")


@scenario
def consumer_priority(stage):
    queue = stage.queue()
    low = stage.consume(queue)
    high = stage.consume(queue, arguments={"x-priority": 10})
    stage.publish(queue, b"1", b"2", b"3")
    high.take(3)
    low.fence()
    equal((high.bodies(), low.bodies()), ([b"1", b"2", b"3"], []), "deliveries")


@scenario
def server_named(stage):
    other = stage.connect()
    queue = other.channel().queue_declare("", exclusive=True).method.queue
    assert queue.startswith("amq.gen-"), queue
    other.close()
    deadline = time.monotonic() + LIMIT
    while True:
        channel = stage.connection.channel()
        try:
            channel.queue_declare(queue, passive=True)
        except pika.exceptions.ChannelClosedByBroker as error:
            # RabbitMQ deletes it a moment after the connection has ended.
            if error.reply_code == 405 and time.monotonic() < deadline:
                continue
            equal(error.reply_code, 404, "reply code")
            contains(error.reply_text, f"no queue '{queue}'")
            return
        raise AssertionError("it is still there")


@scenario
def heartbeat(stage):
    equal(stage.connection._impl.params.heartbeat, 1, "what was asked for")
    end = time.monotonic() + 3
    while time.monotonic() < end:
        stage.connection.process_data_events(time_limit=0.2)
    queue = stage.queue()
    stage.publish(queue, b"alive")
    equal(stage.drain(queue), [b"alive"], "after the silence")


main(SCENARIOS)
