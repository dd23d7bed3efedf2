"""Runs one command and says in one line of JSON what it took. A small process of its own: a child's peak memory
is never counted below its parent's, so the benchmark itself, grown by then, must not be the parent.

launcher.py LOG FOLDER COMMAND…
"""

import json
import os
import sys
import time

INHERITS_MEMORY = hasattr(os, "wait4") and hasattr(os, "posix_spawn")


def spawn(command, log):
    """Run on POSIX: seconds, CPU seconds and peak bytes of the command and the processes it waited for."""
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - start
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "code": os.waitstatus_to_exitcode(status),
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * unit,
    }


def run(command, log):
    """Run where the system does not account for children: seconds only."""
    import subprocess

    with open(log, "wb") as output:
        start = time.perf_counter()
        code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
    return {"code": code, "wall": time.perf_counter() - start, "cpu": None, "memory": None}


if __name__ == "__main__":
    given, folder, *words = sys.argv[1:]
    given = os.path.abspath(given)
    os.chdir(folder)
    sys.stdout.write(json.dumps((spawn if INHERITS_MEMORY else run)(words, given)))
