"""The application that the worker and the program share: names of their own, results over rpc://."""

import os
import time

import celery
import kombu
from celery.exceptions import Reject

PREFIX = os.environ["CONFORMANCE_PREFIX"]

app = celery.Celery("conformance", broker=os.environ["AMQP_URL"], backend="rpc://")
app.conf.update(
    task_default_queue=f"{PREFIX}main",
    control_exchange=f"{PREFIX}control",
    event_exchange=f"{PREFIX}events",
    event_queue_prefix=f"{PREFIX}events",
    result_exchange=f"{PREFIX}results",
    task_track_started=True,
    worker_prefetch_multiplier=4,
    task_acks_late=True,
    worker_send_task_events=True,
    task_send_sent_event=True,
)

LETTERS = kombu.Queue(f"{PREFIX}letters", kombu.Exchange(f"{PREFIX}letters", "fanout"))
TOPIC = kombu.Exchange(f"{PREFIX}topic", "topic")


def queue_of(name, exchange="", routing_key=None, **options):
    name = f"{PREFIX}{name}"
    exchange = exchange or kombu.Exchange("")
    return kombu.Queue(name, exchange, routing_key=routing_key or name, **options)


MAIN = queue_of("main")
PRIORITIES = queue_of("priorities", max_priority=10)
VIDEOS = queue_of("videos", TOPIC, "video.#")
REFUSED = queue_of("refused", queue_arguments={"x-dead-letter-exchange": LETTERS.exchange.name})
SHORT = queue_of("short")
KILLED = queue_of("killed")
OTHER = queue_of("other")

# A worker consumes from MAIN, and from another when a scenario says so.
app.conf.task_queues = (MAIN, PRIORITIES, VIDEOS, REFUSED, SHORT, KILLED, OTHER)


@app.task
def add(one, other):
    return one + other


@app.task
def multiply(one, other):
    return one * other


@app.task
def fail(text):
    raise ValueError(text)


@app.task(bind=True, max_retries=3)
def retry(self):
    """Succeeds at the third time."""
    if self.request.retries < 2:
        raise self.retry(countdown=0.1)
    return self.request.retries


@app.task
def when():
    """The clock is the same in all processes of this machine."""
    return time.monotonic()


@app.task(bind=True)
def where(self):
    info = self.request.delivery_info
    return [info["exchange"], info["routing_key"], info["redelivered"]]


@app.task
def refuse():
    raise Reject("no", requeue=False)


@app.task(bind=True)
def hang_once(self):
    """Holds the worker that gets it first until that one is killed."""
    if not self.request.delivery_info["redelivered"]:
        time.sleep(60)
    return self.request.delivery_info["redelivered"]
