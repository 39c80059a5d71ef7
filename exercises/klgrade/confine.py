"""Bound what the box's processes may use, and keep the first of them to itself: runs inside."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Any

_SET_DUMPABLE = 4  # of prctl(2)


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


def part() -> None:
    """Leave the first process of the box to wait, and go on in a second one.

    The first stays the user who opened the box, so that it ends with the one who watches it: to
    become another user would undo that. Its memory and its handles are closed to everyone inside.
    """
    prctl = ctypes.CDLL(None).prctl
    prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    worker = os.fork()
    if not worker:
        prctl(_SET_DUMPABLE, 1, 0, 0, 0)
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nothing, handle)
    os.closerange(3, 128)
    ended, status = 0, 0
    while ended != worker:
        ended, status = os.wait()
    os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
