"""A bound on the memory and the processes of a whole box, where the system lets us set one.

Limits of the kernel count by process; a control group counts all of them together. Where there is
none to be had, the watch over the box's processes does the same, a little later.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from pathlib import Path

from klgrade.records import Limits

_ROOT = Path("/sys/fs/cgroup")


class Cgroup:
    """The control groups of one box: none, one (version 2) or two (version 1)."""

    def __init__(self, limits: Limits) -> None:
        name = f"klgrade-{secrets.token_hex(8)}"
        memory, processes = str(limits.memory << 20), str(limits.processes + 2)
        self.groups: list[Path] = []
        if (_ROOT / "cgroup.controllers").exists():
            files = {"memory.max": memory, "pids.max": processes}
            self._make(_ROOT / name, files)
        else:
            # The bound of version 1 counts files in memory too.
            self._make(_ROOT / "memory" / name, {"memory.limit_in_bytes": memory})
            self._make(_ROOT / "pids" / name, {"pids.max": processes})

    def _make(self, group: Path, files: dict[str, str]) -> None:
        try:
            group.mkdir()
        except OSError:  # not ours to make: the other bounds hold
            return
        try:
            for name, value in files.items():
                (group / name).write_text(value)
        except OSError:
            group.rmdir()
        else:
            self.groups.append(group)

    def add(self, processes: list[int]) -> None:
        """Put the processes of a box, and all that they will start, into the groups."""
        for group in self.groups:
            for process in processes:
                with contextlib.suppress(OSError):
                    (group / "cgroup.procs").write_text(str(process))

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
