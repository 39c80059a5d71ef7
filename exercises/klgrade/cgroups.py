"""A bound on the memory and the processes of a whole box, where the system lets us set one.

Limits of the kernel count by process; a control group counts all of them together, with what the
kernel itself holds for them. Where there is none to be had, `klgrade.usage` counts, a little later.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from pathlib import Path

from klgrade.records import Limits

_ROOT = Path("/sys/fs/cgroup")
_STALE = (
    3600.0  # seconds after which a group without a process was left by a grader that was killed
)


def sweep(root: Path = _ROOT) -> None:
    """Remove the groups that graders have left which were killed.

    The kernel keeps every group that holds a process.
    """
    for place in (".", "memory", "pids", "cpuacct"):
        for group in (root / place).glob("klgrade-*"):
            with contextlib.suppress(OSError):
                if time.time() - group.stat().st_mtime > _STALE:
                    group.rmdir()


class Cgroup:
    """The control groups of one box: none, one (version 2) or three (version 1)."""

    def __init__(self, limits: Limits, root: Path = _ROOT) -> None:
        name = f"klgrade-{secrets.token_hex(8)}"
        memory, processes = str(limits.memory << 20), str(limits.processes + 3)
        self.groups: list[Path] = []
        self.memory: Path | None = None
        self.clock: Path | None = None
        if (root / "cgroup.controllers").exists():
            files = {"memory.max": memory, "pids.max": processes}
            self.memory = self.clock = self._make(root / name, files)
        else:
            # The bound of version 1 counts files in memory too.
            self.memory = self._make(root / "memory" / name, {"memory.limit_in_bytes": memory})
            self._make(root / "pids" / name, {"pids.max": processes})
            self.clock = self._make(root / "cpuacct" / name, {})

    def _make(self, group: Path, files: dict[str, str]) -> Path | None:
        """Return a new group, or None where it is not ours to make: the other bounds hold."""
        try:
            group.mkdir()
        except OSError:
            return None
        try:
            for name, value in files.items():
                (group / name).write_text(value)
        except OSError:
            group.rmdir()
            return None
        self.groups.append(group)
        return group

    @property
    def bounds_memory(self) -> bool:
        """Whether the kernel keeps the box within its memory."""
        return self.memory is not None

    def add(self, processes: list[int]) -> None:
        """Put the processes of a box, and all that they will start, into the groups."""
        for group in self.groups:
            for process in processes:
                with contextlib.suppress(OSError):
                    (group / "cgroup.procs").write_text(str(process))

    def seconds(self) -> float | None:
        """Return the processor time of all processes that ever were in the group, if it counts."""
        if self.clock is None:
            return None
        with contextlib.suppress(OSError, ValueError, IndexError):
            if (self.clock / "cpuacct.usage").exists():
                return int((self.clock / "cpuacct.usage").read_text()) / 1e9
            return int((self.clock / "cpu.stat").read_text().split()[1]) / 1e6
        return None

    def ran_out(self) -> bool:
        """Return whether the kernel has ended a process of the box for want of memory."""
        if self.memory is None:
            return False
        for name in ("memory.events", "memory.oom_control"):
            with contextlib.suppress(OSError):
                words = (self.memory / name).read_text().split()
                return dict(zip(words[::2], words[1::2], strict=False)).get("oom_kill", "0") != "0"
        return False

    def remove(self) -> None:
        """Remove the groups once their processes have ended."""
        for group in self.groups:
            for _ in range(50):
                try:
                    group.rmdir()
                    break
                except OSError:
                    time.sleep(0.01)
        self.groups = []
