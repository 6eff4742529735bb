"""What kombu is used for, through its own abstractions over py-amqp.

    publish-consume      a producer declares the queue it publishes to; a consumer decodes the body
    simple-queue         SimpleQueue puts, counts and gets
    compression          a compressed body is as before
    properties           properties and headers of every type that kombu sends come back
    priorities           Queue(max_priority) delivers the highest first
    dead-letter          message.reject ends in the queue of the dead-letter exchange
    expiry               Queue(message_ttl) and publish(expiration) dead-letter what is late
    requeue              message.requeue brings it back, redelivered
    prefetch             Consumer(prefetch_count) limits what is not acknowledged
    topics               queues of a topic exchange get what their patterns say
    exchange-binding     Exchange.bind_to passes messages on
    returned             publish(mandatory) without route calls on_return
    confirms             confirm_publish waits for the broker, and a refusal raises
    publish-retry        publish(retry) comes back over a connection that was cut
    consumer-reconnects  ConsumerMixin goes on after its connection was cut
    mailbox              a pidbox mailbox asks all its nodes, and they reply
    errors               kombu's exceptions for 404, 405 and 406
    login                a wrong password is refused
    heartbeat            heartbeat_check keeps a connection of 1 s open over 3 s
"""

import datetime
import decimal
import socket
import threading
import time

import amqp
import amqp.exceptions
import kombu
import kombu.mixins
import kombu.pidbox

from program import LIMIT, PATTERN, URL, contains, equal, main, unique_name

SCENARIOS = {}


class Stage:
    """A connection with a channel, and what is to be deleted afterwards."""

    def __init__(self):
        self.connections = []
        self.connection = self.connect()
        self.channel = self.connection.channel()
        self.queues = []
        self.exchanges = []

    def connect(self, **options):
        connection = kombu.Connection(URL, **options)
        self.connections.append(connection)
        return connection

    def exchange(self, kind="direct", **options):
        name = unique_name("exchange")
        self.exchanges.append(name)
        return kombu.Exchange(name, kind, **options)

    def queue(self, exchange=None, routing_key=None, **options):
        name = unique_name()
        self.queues.append(name)
        exchange = exchange or kombu.Exchange("")
        key = name if routing_key is None else routing_key
        queue = kombu.Queue(name, exchange, routing_key=key, **options)
        queue(self.channel).declare()
        return queue

    def producer(self, **options):
        return kombu.Producer(self.channel, **options)

    def send(self, queue, *bodies, **options):
        for body in bodies:
            self.producer().publish(body, routing_key=queue.name, **options)

    def consume(self, *queues, **options):
        inbox = Inbox(self.connection)
        inbox.consumer = self.connection.Consumer(
            list(queues), callbacks=[inbox.put], channel=self.channel, **options
        )
        inbox.consumer.consume()
        return inbox

    def drain(self, queue):
        bodies = []
        while True:
            message = queue(self.channel).get(no_ack=True)
            if message is None:
                return bodies
            bodies.append(message.payload)

    def strike(self):
        for connection in self.connections:
            connection.release()
        with kombu.Connection(URL) as connection:
            channel = connection.channel()
            for exchange in self.exchanges:
                channel.exchange_delete(exchange)
            for queue in self.queues:
                channel.queue_delete(queue)


class Inbox:
    """The messages of one consumer, in order."""

    def __init__(self, connection):
        self.connection = connection
        self.messages = []
        self.taken = 0

    def put(self, _body, message):
        self.messages.append(message)

    def take(self, count):
        wait(self.connection, lambda: len(self.messages) >= self.taken + count, "a message")
        self.taken += count
        return self.messages[self.taken - count : self.taken]

    def next(self):
        return self.take(1)[0]

    def payloads(self):
        return [message.payload for message in self.messages]


def wait(connection, is_so, what):
    deadline = time.monotonic() + LIMIT
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come"
        try:
            connection.drain_events(timeout=0.2)
        except socket.timeout:
            pass


def cut(connection):
    """As a network does that fails: neither side says a word."""
    connection.connection.transport.sock.shutdown(socket.SHUT_RDWR)


def raised(kind, action):
    try:
        action()
    except kind as error:
        return error
    raise AssertionError(f"there was no {kind.__name__}")


def scenario(function):
    def run():
        stage = Stage()
        try:
            function(stage)
        finally:
            stage.strike()

    SCENARIOS[function.__name__.replace("_", "-")] = run
    return function


@scenario
def publish_consume(stage):
    exchange = stage.exchange()
    name = unique_name()
    stage.queues.append(name)
    queue = kombu.Queue(name, exchange, routing_key="video")
    body = {"name": "/tmp/lolcat1.avi", "size": 1301013, "tags": ["a", None, 1.5]}
    stage.producer(exchange=exchange).publish(body, routing_key="video", declare=[queue])
    message = stage.consume(queue, accept=["json"]).next()
    equal(message.payload, body, "payload")
    equal(message.content_type, "application/json", "content type")
    message.ack()
    equal(stage.drain(queue), [], "left over")


@scenario
def simple_queue(stage):
    name = unique_name()
    stage.queues.append(name)
    stage.exchanges.append(name)
    queue = stage.connection.SimpleQueue(name)
    for number in (1, 2):
        queue.put({"number": number})
    # RabbitMQ answers before it has enqueued all that it was sent.
    wait(stage.connection, lambda: queue.qsize() == 2, "the size of 2")
    for number in (1, 2):
        message = queue.get(block=True, timeout=LIMIT)
        equal(message.payload, {"number": number}, "payload")
        message.ack()
    raised(queue.Empty, lambda: queue.get(block=False))
    queue.close()


@scenario
def compression(stage):
    queue = stage.queue()
    text = "".join(chr(ord("a") + octet % 26) for octet in PATTERN)
    for method in ("zlib", "bzip2"):
        stage.send(queue, {"text": text}, compression=method)
    # Below kombu, which decompresses it.
    raw = amqp.Channel.basic_get(stage.channel, queue.name)
    assert len(raw.body) < 100_000, "it was not compressed"
    equal(raw.headers["compression"], "application/x-gzip", "compression")
    stage.channel.basic_reject(raw.delivery_tag, requeue=True)
    for payload in stage.drain(queue):
        assert payload == {"text": text}, "the body has changed"


@scenario
def properties(stage):
    queue = stage.queue()
    sent = {
        "text": "naïve",
        "yes": True,
        "long": -(2**40),
        "double": 1.5,
        "decimal": decimal.Decimal("1.25"),
        "time": datetime.datetime(2026, 1, 2, 3, 4, 5),
        "nothing": None,
        "table": {"inner": {"number": 7}},
        "list": ["a", 2, [False]],
    }
    basic = {
        "priority": 3,
        "correlation_id": "correlation",
        "reply_to": "replies",
        "message_id": "id",
        "timestamp": 1_700_000_000,
        "type": "greeting",
        "user_id": "guest",
        "app_id": "conformance",
        "cluster_id": "cluster",
    }
    stage.send(queue, "body", headers=sent, expiration=60, **basic)
    message = queue(stage.channel).get(no_ack=True)
    equal(message.headers, sent, "headers")
    expected = {**basic, "expiration": "60000", "delivery_mode": 2}
    equal({name: message.properties.get(name) for name in expected}, expected, "properties")


@scenario
def priorities(stage):
    queue = stage.queue(max_priority=10)
    for priority in (1, 9, 5):
        stage.send(queue, priority, priority=priority)
    equal(stage.drain(queue), [9, 5, 1], "order")


@scenario
def dead_letter(stage):
    letters = stage.queue(stage.exchange("fanout"))
    queue = stage.queue(queue_arguments={"x-dead-letter-exchange": letters.exchange.name})
    stage.send(queue, "bad")
    stage.consume(queue).next().reject()
    message = stage.consume(letters).next()
    equal(message.payload, "bad", "payload")
    death = message.headers["x-death"][0]
    actual = {name: death[name] for name in ("queue", "reason", "count", "exchange")}
    expected = {"queue": queue.name, "reason": "rejected", "count": 1, "exchange": ""}
    equal(actual, expected, "x-death")


@scenario
def expiry(stage):
    letters = stage.queue(stage.exchange("fanout"))
    arguments = {"x-dead-letter-exchange": letters.exchange.name}
    by_queue = stage.queue(message_ttl=0.05, queue_arguments=arguments)
    by_message = stage.queue(queue_arguments=arguments)
    inbox = stage.consume(letters)
    stage.send(by_queue, "queue")
    equal(inbox.next().payload, "queue", "payload")
    stage.send(by_message, "message", expiration=0.05)
    message = inbox.next()
    equal(message.headers["x-death"][0]["reason"], "expired", "reason")
    equal(message.headers["x-first-death-queue"], by_message.name, "first death")


@scenario
def requeue(stage):
    queue = stage.queue()
    inbox = stage.consume(queue)
    stage.send(queue, "again")
    message = inbox.next()
    equal(message.delivery_info["redelivered"], False, "at first")
    message.requeue()
    message = inbox.next()
    equal((message.payload, message.delivery_info["redelivered"]), ("again", True), "then")
    message.ack()


@scenario
def prefetch(stage):
    queue = stage.queue()
    stage.send(queue, 1, 2, 3)
    inbox = stage.consume(queue, prefetch_count=2)
    first, _ = inbox.take(2)
    for _ in range(2):
        queue(stage.channel).queue_declare(passive=True)
    equal(inbox.payloads(), [1, 2], "before the ack")
    first.ack()
    inbox.next()
    equal(inbox.payloads(), [1, 2, 3], "after the ack")


@scenario
def topics(stage):
    exchange = stage.exchange("topic")
    queues = [stage.queue(exchange, pattern) for pattern in ("a.*", "a.#", "#.z")]
    producer = stage.producer(exchange=exchange)
    for key in ("a.b", "a.b.c", "x.z"):
        producer.publish(key, routing_key=key)
    expected = [["a.b"], ["a.b", "a.b.c"], ["x.z"]]
    equal([stage.drain(queue) for queue in queues], expected, "routed")


@scenario
def exchange_binding(stage):
    source = stage.exchange("topic")
    target = stage.exchange("fanout")
    queue = stage.queue(target)
    source(stage.channel).declare()
    target(stage.channel).bind_to(source, routing_key="a.#")
    producer = stage.producer(exchange=source)
    producer.publish("1", routing_key="a.b")
    producer.publish("2", routing_key="b.a")
    equal(stage.drain(queue), ["1"], "routed")


@scenario
def returned(stage):
    returns = []
    producer = stage.producer(on_return=lambda *message: returns.append(message))
    key = unique_name("nowhere")
    producer.publish("lost", routing_key=key, mandatory=True)
    wait(stage.connection, lambda: returns, "the return")
    error, exchange, routing_key, message = returns[0]
    equal((error.reply_code, error.reply_text), (312, "NO_ROUTE"), "reply")
    equal((exchange, routing_key, message.body), ("", key, "lost"), "what came back")


@scenario
def confirms(stage):
    arguments = {"x-max-length": 1, "x-overflow": "reject-publish"}
    queue = stage.queue(queue_arguments=arguments)
    connection = stage.connect(transport_options={"confirm_publish": True})
    producer = kombu.Producer(connection.channel())
    producer.publish("kept", routing_key=queue.name)
    refused = lambda: producer.publish("refused", routing_key=queue.name)
    raised(amqp.exceptions.MessageNacked, refused)
    equal(stage.drain(queue), ["kept"], "in the queue")


@scenario
def publish_retry(stage):
    queue = stage.queue()
    connection = stage.connect()
    producer = kombu.Producer(connection)
    producer.publish("before", routing_key=queue.name)
    cut(connection)
    policy = {"max_retries": 3, "interval_start": 0, "interval_step": 0.05}
    # The socket may take what the broker will never read.
    deadline = time.monotonic() + LIMIT
    while stage.drain(queue)[-1:] != ["after"]:
        assert time.monotonic() < deadline, "nothing came after the cut"
        producer.publish("after", routing_key=queue.name, retry=True, retry_policy=policy)


@scenario
def consumer_reconnects(stage):
    queue = stage.queue()

    class Worker(kombu.mixins.ConsumerMixin):
        def __init__(self):
            self.connection = stage.connect()
            self.bodies = []

        def get_consumers(self, Consumer, channel):
            return [Consumer([queue], callbacks=[self.on_message])]

        def on_message(self, body, message):
            message.ack()
            self.bodies.append(body)
            if body == "first":
                cut(self.consumer_connection)
            else:
                self.should_stop = True

        def on_connection_revived(self):
            stage.send(queue, "second")

        def on_consume_ready(self, connection, channel, consumers, **_options):
            self.consumer_connection = connection

    worker = Worker()
    stage.send(queue, "first")
    start = time.monotonic()
    worker.run(timeout=1, safety_interval=0.05)
    equal(worker.bodies[-1], "second", "the last body")
    assert time.monotonic() - start < 2 * LIMIT, "it took too long"


@scenario
def mailbox(stage):
    name = unique_name("mailbox")
    stage.exchanges += [f"{name}.pidbox", f"reply.{name}.pidbox"]
    box = kombu.pidbox.Mailbox(name, type="fanout", accept=["json"])
    threads = []
    for host, factor in (("one", 2), ("two", 3)):
        connection = stage.connect()
        node = box(connection).Node(host, channel=connection.channel())
        node.handlers["multiply"] = lambda _, number, factor=factor: factor * number
        node.listen(callback=node.handle_message)
        drain = {"target": connection.drain_events, "kwargs": {"timeout": LIMIT}}
        threads.append(threading.Thread(**drain))
    for thread in threads:
        thread.start()
    asking = box(stage.connect())
    replies = asking.multi_call("multiply", {"number": 7}, timeout=LIMIT, limit=2)
    for thread in threads:
        thread.join()
    equal(sorted(replies, key=str), [{"one": 14}, {"two": 21}], "replies")


@scenario
def errors(stage):
    name = unique_name("missing")
    action = lambda: stage.channel.queue_declare(name, passive=True)
    error = raised(amqp.exceptions.NotFound, action)
    equal(error.reply_code, 404, "code")
    equal(error.reply_text, f"NOT_FOUND - no queue '{name}' in vhost '/'", "text")

    stage.channel = stage.connection.channel()
    queue = stage.queue(durable=True)
    other = kombu.Queue(queue.name, kombu.Exchange(""), routing_key=queue.name, durable=False)
    error = raised(amqp.exceptions.PreconditionFailed, lambda: other(stage.channel).declare())
    contains(error.reply_text, f"inequivalent arg 'durable' for queue '{queue.name}'")

    stage.channel = stage.connection.channel()
    queue = stage.queue(exclusive=True)
    channel = stage.connect().channel()
    error = raised(amqp.exceptions.ResourceLocked, lambda: queue(channel).declare())
    contains(error.reply_text, f"access to locked queue '{queue.name}'")


@scenario
def login(stage):
    connection = kombu.Connection(URL.replace("guest:guest@", "guest:wrong@"))
    error = raised(amqp.exceptions.AccessRefused, connection.connect)
    equal(error.reply_code, 403, "code")
    contains(error.reply_text, "ACCESS_REFUSED - Login was refused using authentication mechanism")


@scenario
def heartbeat(stage):
    connection = stage.connect(heartbeat=1)
    connection.connect()
    equal(connection.get_heartbeat_interval(), 1, "heartbeat")
    end = time.monotonic() + 3
    while time.monotonic() < end:
        connection.heartbeat_check()
        try:
            connection.drain_events(timeout=0.4)
        except socket.timeout:
            pass
    equal(connection.connected, True, "connected")
    connection.channel().close()


main(SCENARIOS)
