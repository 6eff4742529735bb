"""What Celery is used for, by a real worker in a process of its own.

    task-result          a task's result comes back over rpc://
    failure              so does its exception
    retry                a task that retries with a countdown succeeds at last
    countdown            a task runs when its countdown is over, not before
    eta-beyond-prefetch  tasks that wait for their time do not keep others from running
    priority             a queue with x-max-priority hands out the highest first
    chain                one task's result is the next one's argument
    group                several tasks, one list of results
    routing              a task that is published to a topic exchange
    reject               Reject(requeue=False) ends in the dead-letter queue
    revoke               a revoked task does not run
    expires              nor does one that has expired
    worker-killed        a task whose worker was killed is redelivered to another
    remote-control       ping, add and cancel a consumer, stats of the queues
    events               a receiver sees a task sent, received, started, done
"""

import datetime
import os
import signal
import subprocess
import sys
import threading
import time

from celery import chain, group
from celery.exceptions import TaskRevokedError

import tasks
from program import LIMIT, equal, main
from tasks import PREFIX, app

SCENARIOS = {}

# A worker takes seconds to start where the machine is busy.
START_LIMIT = 30

queues = [*app.conf.task_queues, tasks.LETTERS]
exchanges = [f"{PREFIX}{name}" for name in ("main", "letters", "topic", "events", "control.pidbox")]
exchanges.append(f"reply.{PREFIX}control.pidbox")


def worker(name, *options):
    """A worker with one process for tasks."""
    command = [sys.executable, "-m", "celery", "-A", "tasks", "worker", "-c", "1"]
    command += ["-n", f"{PREFIX}{name}@host", "-l", "WARNING", *options]
    # Its warnings (it runs as root) would hide what went wrong here.
    return subprocess.Popen(command, stdout=sys.stderr, stderr=sys.stderr)


def wait(is_so, what, limit=LIMIT):
    deadline = time.monotonic() + limit
    while not is_so():
        assert time.monotonic() < deadline, f"{what} did not come"
        time.sleep(0.02)


def result_of(answer):
    return answer.get(timeout=LIMIT, disable_sync_subtasks=False)


def consume(queue):
    """The worker consumes from this queue, too."""
    name = queue.name
    replies = app.control.add_consumer(name, reply=True, destination=[HOST], timeout=LIMIT)
    equal(replies, [{HOST: {"ok": f"add consumer {name}"}}], "reply")


def scenario(function):
    SCENARIOS[function.__name__.replace("_", "-")] = function
    return function


@scenario
def task_result():
    equal(result_of(tasks.add.delay(2, 3)), 5, "result")


@scenario
def failure():
    answer = tasks.fail.delay("on purpose")
    try:
        result_of(answer)
    except ValueError as error:
        equal(str(error), "on purpose", "exception")
        equal(answer.state, "FAILURE", "state")
        return
    raise AssertionError("the task succeeded")


@scenario
def retry():
    equal(result_of(tasks.retry.delay()), 2, "retries")


@scenario
def countdown():
    start = time.monotonic()
    ran = result_of(tasks.when.apply_async(countdown=1))
    assert 1 <= ran - start < LIMIT, f"it ran after {ran - start} s"


@scenario
def eta_beyond_prefetch():
    eta = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=3)
    waiting = [tasks.when.apply_async(eta=eta) for _ in range(6)]
    at_once = result_of(tasks.when.delay())
    late = [result_of(answer) for answer in waiting]
    assert at_once < min(late), "it waited for those that have their time to come"


@scenario
def priority():
    answers = {
        level: tasks.when.apply_async(queue=tasks.PRIORITIES, priority=level)
        for level in (1, 9, 5)
    }
    consume(tasks.PRIORITIES)
    ran = {level: result_of(answer) for level, answer in answers.items()}
    equal(sorted(ran, key=ran.get), [9, 5, 1], "order")


@scenario
def run_chain():
    equal(result_of(chain(tasks.add.s(1, 2), tasks.multiply.s(4), tasks.add.s(1))()), 13, "result")


SCENARIOS["chain"] = SCENARIOS.pop("run-chain")


@scenario
def run_group():
    answers = group(tasks.add.s(number, number) for number in range(10))()
    equal(result_of(answers), [2 * number for number in range(10)], "results")


SCENARIOS["group"] = SCENARIOS.pop("run-group")


@scenario
def routing():
    with app.connection_for_write() as connection:
        # The worker says yes before it has bound the queue.
        tasks.VIDEOS(connection.channel()).declare()
    consume(tasks.VIDEOS)
    key = "video.compress"
    answer = tasks.where.apply_async(exchange=tasks.TOPIC.name, routing_key=key)
    equal(result_of(answer), [tasks.TOPIC.name, key, False], "where it came from")


@scenario
def reject():
    with app.connection_for_write() as connection:
        letters = tasks.LETTERS(connection.channel())
        letters.declare()
        answer = tasks.refuse.apply_async(queue=tasks.REFUSED)
        consume(tasks.REFUSED)
        found = []
        wait(lambda: found.append(letters.get(no_ack=True)) or found[-1], "the dead letter")
    equal(found[-1].headers["id"], answer.id, "task")
    death = found[-1].headers["x-death"][0]
    equal((death["reason"], death["queue"]), ("rejected", tasks.REFUSED.name), "x-death")


@scenario
def revoke():
    answer = tasks.when.apply_async(countdown=0.5)
    answer.revoke()
    try:
        result_of(answer)
    except TaskRevokedError:
        equal(answer.state, "REVOKED", "state")
        return
    raise AssertionError("the task ran")


@scenario
def expires():
    late = tasks.when.apply_async(queue=tasks.SHORT, expires=0.05)
    good = tasks.when.apply_async(queue=tasks.SHORT, expires=60)
    with app.connection_for_write() as connection:
        queue = tasks.SHORT(connection.channel())
        wait(lambda: queue.queue_declare(passive=True).message_count == 1, "the expiry")
    consume(tasks.SHORT)
    result_of(good)
    equal(late.state, "PENDING", "state of the one that expired")


@scenario
def worker_killed():
    name = f"{PREFIX}doomed@host"
    doomed = worker("doomed", "-Q", tasks.KILLED.name)
    pids = [doomed.pid]
    try:
        answer = tasks.hang_once.apply_async(queue=tasks.KILLED)

        def is_running():
            active = app.control.inspect(destination=[name], timeout=0.5).active() or {}
            pids.extend(task["worker_pid"] for task in active.get(name, []))
            return len(pids) > 1

        wait(is_running, "the start of the task", START_LIMIT)
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        doomed.wait()
    consume(tasks.KILLED)
    equal(result_of(answer), True, "redelivered")


@scenario
def remote_control():
    equal(app.control.ping(destination=[HOST], timeout=LIMIT), [{HOST: {"ok": "pong"}}], "ping")
    queue = tasks.OTHER
    consume(queue)
    inspect = app.control.inspect(destination=[HOST], timeout=LIMIT)
    names = lambda: [active["name"] for active in inspect.active_queues()[HOST]]
    # It says yes, and does it after that.
    wait(lambda: queue.name in names(), "the queue")
    replies = app.control.cancel_consumer(
        queue.name, reply=True, destination=[HOST], timeout=LIMIT
    )
    equal(replies, [{HOST: {"ok": f"no longer consuming from {queue.name}"}}], "reply")
    wait(lambda: queue.name not in names(), "the end of it")


@scenario
def events():
    seen = []
    done = threading.Event()
    ready = threading.Event()

    def watch():
        with app.connection_for_read() as own:
            receiver = app.events.Receiver(own, handlers={"*": on_event})
            with receiver.consumer_context(wakeup=False) as (connection, _channel, _consumers):
                ready.set()
                while not done.is_set():
                    try:
                        connection.drain_events(timeout=0.1)
                    except OSError:
                        pass  # nothing in this time

    def on_event(event):
        if event.get("uuid") is not None:
            seen.append((event["uuid"], event["type"]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        assert ready.wait(LIMIT), "the receiver did not start"
        answer = tasks.add.delay(1, 1)
        expected = {"task-sent", "task-received", "task-started", "task-succeeded"}
        kinds = lambda: {kind for task, kind in seen if task == answer.id}
        wait(lambda: kinds() >= expected, f"the last of {seen}")
    finally:
        done.set()
        watcher.join()


def clear_away():
    with app.connection_for_write() as connection:
        channel = connection.channel()
        for exchange in exchanges:
            channel.exchange_delete(exchange)
        for queue in queues:
            channel.queue_delete(queue.name)


HOST = f"{PREFIX}main@host"
main_worker = worker("main", "-Q", tasks.MAIN.name)
try:
    deadline = time.monotonic() + START_LIMIT
    while not app.control.ping(destination=[HOST], timeout=0.2):
        assert main_worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "the worker did not start"
    main(SCENARIOS)
finally:
    main_worker.terminate()
    main_worker.wait()
    clear_away()
