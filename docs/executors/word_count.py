#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An executor in Python: counts the words of a file.

Parameters: path, the file; result, a file for the counts (optional).
"""

import collections
import json
import os
import signal
import sys
import tempfile


class Stopped(BaseException):
    """The run has to end."""


def stop(signum, frame):
    raise Stopped()


def count(path):
    counts = collections.Counter()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            counts.update(line.split())
    return counts


def save(counts, path):
    """Writes the counts whole or not at all, so that a second attempt finds no half file."""
    folder = os.path.dirname(os.path.abspath(path))
    handle, partial = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(counts, file)
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise


def main():
    signal.signal(signal.SIGTERM, stop)
    run = json.load(sys.stdin)
    parameters = run.get("parameters", {})
    path = parameters.get("path")
    if not isinstance(path, str):
        print("parameters.path is missing: it must be the name of a file", file=sys.stderr)
        return 1
    try:
        counts = count(path)
        if "result" in parameters:
            save(counts, parameters["result"])
    except OSError as error:
        print(f"cannot count the words of {path}: {error}", file=sys.stderr)
        return 1
    except Stopped:
        print("stopped", file=sys.stderr)
        return 128 + signal.SIGTERM
    print(json.dumps({"words": sum(counts.values()), "different": len(counts)}))
    return 0


sys.exit(main())
