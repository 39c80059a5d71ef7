"""What the processes of a box use: processor time, memory, files; and whether any is at work.

A control group knows the first two exactly. Where there is none, everything is counted here: every
process of the box whichever thread started it, memory that processes share, and socket buffers.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from klgrade.cgroups import Cgroup

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_SOCKET = 512 << 10  # what one may hold at most in its buffers, as the kernel is set up
_KILOBYTE = 1 << 10
_PLACES = ("tmp", "dev/shm")


class Usage:
    """Reads what a process and all that it has started use."""

    def __init__(self, pid: int, group: Cgroup | None) -> None:
        self.pid = pid
        self.group = group
        self.seen = 0.0
        self.lost = 0.0

    def family(self) -> list[int]:
        """Return the processes of the box."""
        found = [self.pid]
        if sys.platform == "linux":
            for pid in found:
                for thread in _threads(pid):
                    with contextlib.suppress(OSError):
                        found += map(int, _read(thread / "children").split())
        return found

    def seconds(self) -> float:
        """Return the processor time used so far; it never falls."""
        exact = self.group.seconds() if self.group else None
        if exact is not None:
            return exact
        ticks = 0
        for pid in self.family():
            with contextlib.suppress(OSError, ValueError, IndexError):
                ticks += sum(map(int, _stat(Path(f"/proc/{pid}"))[11:15]))
        now = ticks / _TICKS
        # What has ended without its parent's asking is in nobody's account any more.
        self.lost += max(0.0, self.seen - now)
        self.seen = now
        return now + self.lost

    def awake(self) -> bool:
        """Return whether any thread runs, waits for a processor, or waits for a disk."""
        for pid in self.family():
            for thread in _threads(pid):
                with contextlib.suppress(OSError, IndexError):
                    if _stat(thread)[0] in ("R", "D"):
                        return True
        return False

    def memory(self) -> int:
        """Return the bytes held, or 0 where the kernel itself sees to the bound."""
        if sys.platform != "linux" or (self.group and self.group.bounds_memory):
            return 0
        family = self.family()
        own = self.group is not None and len(family) > 1  # a network: without, it is the machine's
        return sum(map(_memory, family)) + (_sockets(family[-1]) * _SOCKET if own else 0)

    def files(self) -> int:
        """Return how many files lie in the folders of a sandbox that may be written to."""
        if self.group is None:
            return 0
        pid = self.family()[-1]
        most = 0
        for place in _PLACES:
            with contextlib.suppress(OSError):
                status = os.statvfs(f"/proc/{pid}/root/{place}")
                most = max(most, status.f_files - status.f_ffree)
        return most


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def _read(file: Path) -> str:
    """Return what the kernel says, whatever bytes a process has taken for its name."""
    return file.read_bytes().decode("ascii", "replace")


def _stat(place: Path) -> list[str]:
    """Return the fields of a process or thread from its state on: the name before may be any."""
    return _read(place / "stat").rpartition(")")[2].split()


def _memory(pid: int) -> int:
    """Return the bytes of a process's own, and its part of those that it shares."""
    kilobytes = _sum(pid, "smaps_rollup", ("Pss_Anon:", "Pss_Shmem:"))
    if kilobytes is None:
        kilobytes = _sum(pid, "status", ("RssAnon:", "RssShmem:"))
    return (kilobytes or 0) * _KILOBYTE


def _sum(pid: int, file: str, words: tuple[str, ...]) -> int | None:
    try:
        lines = _read(Path(f"/proc/{pid}/{file}")).splitlines()
    except OSError:
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith(words))


def _sockets(pid: int) -> int:
    """Return how many sockets the box's own network has."""
    try:
        return int(_read(Path(f"/proc/{pid}/net/sockstat")).split()[2])
    except (OSError, ValueError, IndexError):
        return 0
