"""What all programs in Python share: unique names, and the report that the runner reads.

How a client is used is in its program alone. See conformance/README.md.
"""

import itertools
import os
import sys
import traceback

URL = os.environ["AMQP_URL"]
PREFIX = os.environ["CONFORMANCE_PREFIX"]

# Seconds that an event may take, on a machine that does other things too.
LIMIT = 20.0

_numbers = itertools.count(1)


def unique_name(label="queue"):
    return f"{PREFIX}{next(_numbers)}.{label}"


def equal(actual, expected, what):
    differences = "; ".join(_differences(actual, expected, what))
    assert differences == "", differences


def _differences(actual, expected, what):
    """Only where they differ: the reason is one line."""
    if isinstance(actual, dict) and isinstance(expected, dict):
        for key in {**expected, **actual}:
            if key not in actual or key not in expected:
                yield f"{what}: {key!r} is in one of them only"
            else:
                yield from _differences(actual[key], expected[key], f"{what}.{key}")
    elif actual != expected:
        yield f"{what}: expected {expected!r}, got {actual!r}"


def contains(text, part):
    assert part in text, f"expected {part!r} in {text!r}"


PATTERN = bytes(index * 7 % 251 for index in range(1024 * 1024))


def main(scenarios):
    """Plays the scenarios that the arguments name, by a function each."""
    for name in sys.argv[1:]:
        try:
            scenarios[name]()
        except Exception as error:  # whatever it is, the others are played
            print(f"not ok {name} {_one_line(error)}", flush=True)
        else:
            print(f"ok {name}", flush=True)


def _one_line(error):
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.endswith("run.py")] or frames
    text = " ".join(f"{type(error).__name__} {error}".split())
    return f"line {own[-1].lineno}: {text[:500]}"
