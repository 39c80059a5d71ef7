"""Bound what the box's processes may use, and keep the first of them to itself: runs inside."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any

_SET_DUMPABLE = 4  # of prctl(2)
_LOOK = 0.5  # seconds between two looks at the pipe to the grader


def confine(limits: dict[str, Any]) -> None:
    """Become the user that the first line names, and bound what this process may use."""
    uid = limits["uid"]
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    try:
        import resource
    except ImportError:  # not on Windows, where only one's own notebook is run
        return
    megabyte = 1 << 20
    bounds = {
        "RLIMIT_AS": limits["memory"] * megabyte,
        "RLIMIT_CPU": int(limits["seconds"]) + 5,
        "RLIMIT_FSIZE": limits["disk"] * megabyte,
        "RLIMIT_NOFILE": 128,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": limits["processes"] + (uid is None),  # the one that waits is the user's
    }
    if not limits["sandbox"]:  # the user's own processes count here, and macOS has no RLIMIT_AS
        del bounds["RLIMIT_NPROC"], bounds["RLIMIT_AS"]
    for name, bound in bounds.items():
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        # A bound above the one in force would be refused.
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (value, value))


def part(grader: int, *, sandbox: bool) -> None:
    """Leave the first process of the box to wait, and go on in a second one.

    `grader` is a pipe to which nobody writes: it closes when the grader ends, however that happens.
    Then the first process ends the box. It stays the user who opened the box, and its memory and
    its handles are closed to everyone inside: nobody there can keep it from that.
    """
    if sandbox:
        prctl = ctypes.CDLL(None).prctl
        prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    worker = os.fork()
    if not worker:
        os.close(grader)
        if sandbox:
            prctl(_SET_DUMPABLE, 1, 0, 0, 0)
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nothing, handle)
    os.dup2(grader, 3)
    os.closerange(4, 128)
    status = _wait(worker, 3)
    os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def _wait(worker: int, grader: int) -> int:
    """Return how the worker ended; if the grader ends before it, end them all."""
    signals = {signal.SIGCHLD, signal.SIGALRM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)  # they wait until they are asked for
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
    os.set_blocking(grader, False)
    while True:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended == worker:
            return status
        if _closed(grader):
            os.killpg(0, signal.SIGKILL)  # without a sandbox, the worker belongs to this group
            os._exit(1)
        if not ended:
            signal.sigwait(signals)


def _closed(pipe: int) -> bool:
    """Return whether nobody holds the other end of a pipe any more."""
    try:
        return not os.read(pipe, 1)
    except BlockingIOError:
        return False
