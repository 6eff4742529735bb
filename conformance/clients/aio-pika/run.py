"""The scenarios of conformance/README.md through aio-pika, on asyncio."""

import asyncio
import datetime
import logging

import aio_pika
import aiormq.exceptions
from aio_pika import DeliveryMode, ExchangeType, Message

from program import LIMIT, PATTERN, URL, contains, equal, main, unique_name

SCENARIOS = {}

# It also logs what it raises.
logging.disable(logging.CRITICAL)


class Stage:
    """A connection with a channel, and the names that are to be deleted afterwards."""

    def __init__(self):
        self.connections = []
        self.queues = []
        self.exchanges = []

    async def open(self, query=""):
        self.connection = await self.connect(query)
        self.channel = await self.connection.channel()

    async def connect(self, query=""):
        connection = await aio_pika.connect(URL + query)
        self.connections.append(connection)
        return connection

    async def queue(self, **options):
        self.queues.append(unique_name())
        return await self.channel.declare_queue(self.queues[-1], **options)

    async def exchange(self, kind, **options):
        self.exchanges.append(unique_name("exchange"))
        return await self.channel.declare_exchange(self.exchanges[-1], kind, **options)

    async def bound_queue(self, exchange, key="", arguments=None):
        queue = await self.queue()
        await queue.bind(exchange, key, arguments=arguments)
        return queue

    async def send(self, queue, *bodies, **properties):
        for body in bodies:
            message = Message(body, **properties)
            await self.channel.default_exchange.publish(message, queue.name)

    async def count(self, queue):
        declared = await self.channel.declare_queue(queue.name, passive=True)
        return declared.declaration_result.message_count

    async def consume(self, queue, **options):
        inbox = Inbox(queue)
        options.setdefault("no_ack", True)
        inbox.tag = await queue.consume(inbox.put, **options)
        return inbox

    async def reopen(self):
        await self.channel.close()
        self.channel = await self.connection.channel()

    async def strike(self):
        for connection in self.connections:
            await connection.close()
        janitor = await aio_pika.connect(URL)
        channel = await janitor.channel()
        for exchange in self.exchanges:
            await channel.exchange_delete(exchange)
        for queue in self.queues:
            await channel.queue_delete(queue)
        await janitor.close()


class Inbox:
    """The deliveries of one consumer, in order."""

    def __init__(self, queue):
        self.queue = queue
        self.bodies = []
        self.waiting = asyncio.Queue()

    async def put(self, message):
        self.bodies.append(message.body)
        self.waiting.put_nowait(message)

    async def next(self):
        return await asyncio.wait_for(self.waiting.get(), LIMIT)

    async def take(self, count):
        return [await self.next() for _ in range(count)]

    async def fence(self):
        """Whatever the queue had handed out is here after two round trips through it."""
        for _ in range(2):
            await self.queue.declare()


async def drain(stage, queue):
    # By a queue object of the channel that is open now.
    queue = await stage.channel.get_queue(queue.name)
    bodies = []
    while True:
        message = await queue.get(no_ack=True, fail=False)
        if message is None:
            return bodies
        bodies.append(message.body)


async def closed_by(action, kind):
    """The text with which the broker closes the channel."""
    try:
        await action
    except kind as error:
        return str(error)
    raise AssertionError(f"there was no {kind.__name__}")


def scenario(function):
    async def play():
        stage = Stage()
        await stage.open("?heartbeat=1" if function is heartbeat else "")
        try:
            await asyncio.wait_for(function(stage), 3 * LIMIT)
        finally:
            await stage.strike()

    name = function.__name__.replace("_", "-")
    SCENARIOS[name] = lambda: asyncio.run(play())
    return function


@scenario
async def hello(stage):
    queue = await stage.queue()
    inbox = await stage.consume(queue)
    await stage.send(queue, b"hello")
    equal((await inbox.next()).body, b"hello", "body")


@scenario
async def properties(stage):
    queue = await stage.queue()
    # It means UTC, and so does what comes back.
    time = datetime.datetime(2026, 1, 2, 3, 4, 5)
    sent = {
        "content_type": "text/plain",
        "content_encoding": "utf-8",
        "headers": {
            "text": "naïve",
            "octets": bytearray(b"\x00\xff"),
            "yes": True,
            "short": -700,
            "long": -(2**40),
            "time": time,
            "nothing": None,
            "table": {"inner": {"number": 7}},
            "list": ["a", 2, [False]],
        },
        "delivery_mode": DeliveryMode.PERSISTENT,
        "priority": 3,
        "correlation_id": "correlation",
        "reply_to": "replies",
        "expiration": 60,
        "message_id": "id",
        "timestamp": time,
        "type": "greeting",
        "user_id": "guest",
        "app_id": "conformance",
    }
    await stage.send(queue, b"body", **sent)
    received = await queue.get(no_ack=True)
    actual = {name: getattr(received, name) for name in sent}
    equal({**actual, "headers": dict(received.headers)}, sent, "properties")


@scenario
async def large_body(stage):
    queue = await stage.queue()
    inbox = await stage.consume(queue)
    await stage.send(queue, PATTERN, b"")
    large, empty = await inbox.take(2)
    assert large.body == PATTERN, "the pattern did not survive"
    equal(empty.body, b"", "body")


@scenario
async def get(stage):
    queue = await stage.queue()
    await stage.send(queue, b"1", b"2", b"3")
    message = await queue.get(no_ack=True)
    equal((message.body, message.message_count), (b"1", 2), "first")
    equal((message.exchange, message.routing_key), ("", queue.name), "where from")
    equal(await drain(stage, queue), [b"2", b"3"], "the rest")
    equal(await queue.get(fail=False), None, "of an empty queue")


@scenario
async def acknowledge(stage):
    queue = await stage.queue()
    await stage.send(queue, b"1", b"2")
    inbox = await stage.consume(queue, no_ack=False)
    first, second = await inbox.take(2)
    equal(second.redelivered, False, "redelivered at first")
    await first.ack()
    await second.nack(requeue=True)
    again = await inbox.next()
    equal((again.body, again.redelivered), (b"2", True), "after nack")
    await again.reject(requeue=True)
    again = await inbox.next()
    equal((again.body, again.redelivered), (b"2", True), "after reject")
    await again.reject(requeue=False)
    await stage.reopen()
    equal(await drain(stage, queue), [], "left over")


@scenario
async def multiple_ack(stage):
    queue = await stage.queue()
    await stage.send(queue, b"1", b"2", b"3")
    inbox = await stage.consume(queue, no_ack=False)
    _, second, _ = await inbox.take(3)
    await second.ack(multiple=True)
    await stage.reopen()
    equal(await drain(stage, queue), [b"3"], "left over")


@scenario
async def prefetch(stage):
    queue = await stage.queue()
    await stage.send(queue, b"1", b"2", b"3", b"4", b"5")
    await stage.channel.set_qos(prefetch_count=2)
    inbox = await stage.consume(queue, no_ack=False)
    first, _ = await inbox.take(2)
    await inbox.fence()
    equal(inbox.bodies, [b"1", b"2"], "before the ack")
    await first.ack()
    await inbox.next()
    await inbox.fence()
    equal(inbox.bodies, [b"1", b"2", b"3"], "after the ack")


@scenario
async def confirms(stage):
    queue = await stage.queue(durable=True)
    exchange = stage.channel.default_exchange
    messages = [
        Message(b"%d" % number, delivery_mode=DeliveryMode.PERSISTENT) for number in range(100)
    ]
    answers = await asyncio.gather(*(exchange.publish(one, queue.name) for one in messages))
    equal({type(answer) for answer in answers}, {aiormq.spec.Basic.Ack}, "answers")
    equal(await stage.count(queue), 100, "messages")


@scenario
async def confirm_nack(stage):
    queue = await stage.queue(arguments={"x-max-length": 1, "x-overflow": "reject-publish"})
    await stage.send(queue, b"1")
    try:
        await stage.send(queue, b"2")
    except aiormq.exceptions.DeliveryError as error:
        equal(type(error.frame), aiormq.spec.Basic.Nack, "answer")
        equal(await drain(stage, queue), [b"1"], "in the queue")
        return
    raise AssertionError("the second publish was confirmed")


@scenario
async def returned(stage):
    key = unique_name("nowhere")
    exchange = stage.channel.default_exchange
    message = await exchange.publish(Message(b"lost"), key, mandatory=True)
    frame = message.delivery
    equal((frame.reply_code, frame.reply_text), (312, "NO_ROUTE"), "reply")
    equal((frame.exchange, frame.routing_key, message.body), ("", key, b"lost"), "what came")


@scenario
async def direct(stage):
    exchange = await stage.exchange(ExchangeType.DIRECT)
    queue = await stage.bound_queue(exchange, "red")
    await exchange.publish(Message(b"yes"), "red")
    await exchange.publish(Message(b"no"), "green", mandatory=False)
    equal(await drain(stage, queue), [b"yes"], "routed")


@scenario
async def fanout(stage):
    exchange = await stage.exchange(ExchangeType.FANOUT)
    queues = [await stage.bound_queue(exchange), await stage.bound_queue(exchange, "other")]
    await exchange.publish(Message(b"all"), "any")
    equal([await drain(stage, queue) for queue in queues], [[b"all"], [b"all"]], "routed")


@scenario
async def topic(stage):
    exchange = await stage.exchange(ExchangeType.TOPIC)
    queues = [await stage.bound_queue(exchange, pattern) for pattern in ("a.*", "a.#", "#.z")]
    for key in ("a.b", "a.b.c", "x.z"):
        await exchange.publish(Message(key.encode()), key)
    expected = [[b"a.b"], [b"a.b", b"a.b.c"], [b"x.z"]]
    equal([await drain(stage, queue) for queue in queues], expected, "routed")


@scenario
async def headers(stage):
    exchange = await stage.exchange(ExchangeType.HEADERS)
    wanted = {"a": 1, "b": "two"}
    both = await stage.bound_queue(exchange, "", {"x-match": "all", **wanted})
    either = await stage.bound_queue(exchange, "", {"x-match": "any", **wanted})
    await exchange.publish(Message(b"both", headers={**wanted, "c": True}), "")
    await exchange.publish(Message(b"one", headers={"a": 1, "b": "three"}), "")
    await exchange.publish(Message(b"none", headers={"a": 2}), "", mandatory=False)
    equal(await drain(stage, both), [b"both"], "all")
    equal(await drain(stage, either), [b"both", b"one"], "any")


@scenario
async def exchange_chain(stage):
    alternate = await stage.exchange(ExchangeType.FANOUT)
    arguments = {"alternate-exchange": alternate.name}
    source = await stage.exchange(ExchangeType.DIRECT, arguments=arguments)
    target = await stage.exchange(ExchangeType.FANOUT)
    await target.bind(source, "through")
    reached = await stage.bound_queue(target)
    caught = await stage.bound_queue(alternate)
    await source.publish(Message(b"1"), "through")
    await source.publish(Message(b"2"), "elsewhere")
    equal([await drain(stage, one) for one in (reached, caught)], [[b"1"], [b"2"]], "routed")


@scenario
async def dead_letter(stage):
    exchange = await stage.exchange(ExchangeType.FANOUT)
    letters = await stage.bound_queue(exchange)
    queue = await stage.queue(arguments={"x-dead-letter-exchange": exchange.name})
    inbox = await stage.consume(letters)
    await stage.send(queue, b"bad")
    await (await queue.get()).reject(requeue=False)
    message = await inbox.next()
    equal(message.body, b"bad", "body")
    death = dict(message.headers["x-death"][0])
    assert isinstance(death.pop("time"), datetime.datetime), "x-death has no time"
    expected = {
        "queue": queue.name,
        "reason": "rejected",
        "count": 1,
        "exchange": "",
        "routing-keys": [queue.name],
    }
    equal(death, expected, "x-death")


@scenario
async def ttl(stage):
    letters = await stage.queue()
    arguments = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": letters.name}
    queue = await stage.queue(arguments=arguments)
    inbox = await stage.consume(letters)
    await stage.send(queue, b"late", expiration=0.05)
    message = await inbox.next()
    equal(message.expiration, None, "expiration")
    death = message.headers["x-death"][0]
    equal((death["reason"], death["queue"]), ("expired", queue.name), "x-death")
    equal(death["original-expiration"], "50", "original-expiration")


@scenario
async def max_length(stage):
    queue = await stage.queue(arguments={"x-max-length": 2})
    await stage.send(queue, b"1", b"2", b"3")
    equal(await drain(stage, queue), [b"2", b"3"], "kept")


@scenario
async def priority(stage):
    queue = await stage.queue(arguments={"x-max-priority": 5})
    for level in (1, 5, 3):
        await stage.send(queue, b"%d" % level, priority=level)
    equal(await drain(stage, queue), [b"5", b"3", b"1"], "order")


@scenario
async def transaction(stage):
    queue = await stage.queue()
    channel = await stage.connection.channel(publisher_confirms=False)
    publish = channel.default_exchange.publish
    undone = channel.transaction()
    await undone.select()
    await publish(Message(b"undone"), queue.name)
    await undone.rollback()
    async with channel.transaction():
        await publish(Message(b"1"), queue.name)
        await publish(Message(b"2"), queue.name)
        equal(await stage.count(queue), 0, "messages before the commit")
    equal(await drain(stage, queue), [b"1", b"2"], "after the commit")


@scenario
async def rpc(stage):
    queue = await stage.queue()
    server = await (await stage.connect()).channel()

    async def answer(asked):
        contains(asked.reply_to, "amq.rabbitmq.reply-to.")
        reply = Message(asked.body + b" = 42", correlation_id=asked.correlation_id)
        await server.default_exchange.publish(reply, asked.reply_to)

    await (await server.get_queue(queue.name)).consume(answer, no_ack=True)
    replies = await stage.channel.get_queue("amq.rabbitmq.reply-to", ensure=False)
    inbox = await stage.consume(replies)
    await stage.send(queue, b"6 * 7", reply_to="amq.rabbitmq.reply-to", correlation_id="42")
    reply = await inbox.next()
    equal((reply.correlation_id, reply.body), ("42", b"6 * 7 = 42"), "reply")


@scenario
async def exclusive(stage):
    queue = await stage.queue(exclusive=True)
    other = await (await stage.connect()).channel()
    action = other.declare_queue(queue.name, exclusive=True)
    text = await closed_by(action, aiormq.exceptions.ChannelLockedResource)
    start = "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue"
    contains(text, f"{start} '{queue.name}'")
    equal(other.is_closed, True, "is closed")


@scenario
async def not_found(stage):
    name = unique_name("missing")
    action = stage.channel.declare_queue(name, passive=True)
    text = await closed_by(action, aiormq.exceptions.ChannelNotFoundEntity)
    equal(text, f"NOT_FOUND - no queue '{name}' in vhost '/'", "text")


@scenario
async def inequivalent(stage):
    queue = await stage.queue(durable=True)
    action = stage.channel.declare_queue(queue.name, durable=False)
    text = await closed_by(action, aiormq.exceptions.ChannelPreconditionFailed)
    contains(text, f"PRECONDITION_FAILED - inequivalent arg 'durable' for queue '{queue.name}'")


@scenario
async def unknown_tag(stage):
    closed = asyncio.get_running_loop().create_future()
    stage.channel.close_callbacks.add(lambda _, error: closed.set_result(error))
    await stage.channel.channel.basic_ack(99)
    error = await asyncio.wait_for(closed, LIMIT)
    equal(type(error), aiormq.exceptions.ChannelPreconditionFailed, "error")
    equal(str(error), "PRECONDITION_FAILED - unknown delivery tag 99", "text")


@scenario
async def wrong_password(_stage):
    wrong = URL.replace("guest:guest@", "guest:wrong@")
    assert wrong != URL, "the URL has no password"
    try:
        await aio_pika.connect(wrong)
    except aiormq.exceptions.ProbableAuthenticationError as error:
        contains(str(error), "ACCESS_REFUSED")
        return
    raise AssertionError("the login was taken")


@scenario
async def quorum(stage):
    queue = await stage.queue(durable=True, arguments={"x-queue-type": "quorum"})
    inbox = await stage.consume(queue, no_ack=False)
    await stage.send(queue, b"again", delivery_mode=DeliveryMode.PERSISTENT)
    message = await inbox.next()
    equal(message.headers.get("x-delivery-count"), None, "count at first")
    await message.nack(requeue=True)
    message = await inbox.next()
    equal((message.headers["x-delivery-count"], message.redelivered), (1, True), "then")


@scenario
async def single_active(stage):
    queue = await stage.queue(arguments={"x-single-active-consumer": True})
    first = await stage.consume(queue)
    channel = await stage.connection.channel()
    second = await stage.consume(await channel.get_queue(queue.name))
    await stage.send(queue, b"1", b"2")
    await first.take(2)
    await second.fence()
    equal(second.bodies, [], "of the second")
    await queue.cancel(first.tag)
    await stage.send(queue, b"3")
    await second.next()
    equal((first.bodies, second.bodies), ([b"1", b"2"], [b"3"]), "after the cancel")


@scenario
async def consumer_priority(stage):
    queue = await stage.queue()
    low = await stage.consume(queue)
    high = await stage.consume(queue, arguments={"x-priority": 10})
    await stage.send(queue, b"1", b"2", b"3")
    await high.take(3)
    await low.fence()
    equal((high.bodies, low.bodies), ([b"1", b"2", b"3"], []), "deliveries")


@scenario
async def server_named(stage):
    other = await stage.connect()
    queue = await (await other.channel()).declare_queue(None, exclusive=True)
    assert queue.name.startswith("amq.gen-"), queue.name
    await other.close()
    while True:
        channel = await stage.connection.channel()
        try:
            await channel.declare_queue(queue.name, passive=True)
        except aiormq.exceptions.ChannelLockedResource:
            continue  # RabbitMQ deletes it a moment after the connection has ended
        except aiormq.exceptions.ChannelNotFoundEntity as error:
            contains(str(error), f"no queue '{queue.name}'")
            return
        raise AssertionError("it is still there")


@scenario
async def heartbeat(stage):
    await asyncio.sleep(3)
    equal(stage.connection.is_closed, False, "is closed")
    queue = await stage.queue()
    await stage.send(queue, b"alive")
    equal(await drain(stage, queue), [b"alive"], "after the silence")


main(SCENARIOS)
