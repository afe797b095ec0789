"""Run one command in a process of its own and print what it took.

python -I -S benchmarks/clock.py ERRORS COMMAND...

Prints its exit code, the seconds that it took, the seconds of processor time of it and of all
processes that it waited for, and the peak memory of the largest of them, in the system's unit. What
the command prints is dropped; its errors go to the file ERRORS.

A process that Linux starts counts the memory of the one that started it as its own. So this script
imports next to nothing, and the benchmark, which is larger, does not start commands itself.
"""

import os
import sys
import time


def main(errors: str, command: list[str]) -> None:
    """Run it, wait for it, and tell."""
    to_errors = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, errors, to_errors, 0o600),
    ]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    print(code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
