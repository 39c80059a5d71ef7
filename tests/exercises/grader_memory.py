"""Run klgrade and watch what the processes of the grader itself hold."""

from __future__ import annotations

import contextlib
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.exercises.commands import KLGRADE
from tests.exercises.hand_in import BANK

MEGABYTE = 1024  # in kilobytes, which the kernel counts in
SANDBOX = "bwrap"


@dataclass
class Watched:
    """The exit status of a command, and the most megabytes its processes held.

    `peaks` has the most that each process held at any moment, which the kernel notes; `together`
    is the most that they held at one of the moments that were looked at, with what they share
    counted once.
    """

    status: int
    said: str
    peaks: dict[str, float] = field(default_factory=dict)
    together: float = 0.0


def watched(*words: object, out: Path) -> Watched:
    """Run the command on the bank of the tests; what runs in a sandbox is left out."""
    command = [KLGRADE, *map(str, words), "--bank", str(BANK), "--out", str(out)]
    found = Watched(-1, "")
    with (out.parent / f"{out.name}.said").open("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        while process.poll() is None:
            look(process.pid, found)
            time.sleep(0.004)
        said.seek(0)
        found.said = said.read()
    found.status = process.returncode
    return found


def look(pid: int, found: Watched) -> None:
    """Note what the processes hold now."""
    together = 0.0
    for one in graders(pid):
        with contextlib.suppress(OSError, IndexError):
            name = f"{one}"
            peak = kilobytes(one, "status", "VmHWM:") / MEGABYTE
            found.peaks[name] = max(found.peaks.get(name, 0.0), peak)
            together += kilobytes(one, "smaps_rollup", "Pss:") / MEGABYTE
    found.together = max(found.together, together)


def graders(pid: int) -> list[int]:
    """Return a process and those that it has started, apart from sandboxes and what is in them."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{one}/task").iterdir():
                children = map(int, (thread / "children").read_text().split())
                found += [child for child in children if not sandbox(child)]
    return found


def sandbox(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == SANDBOX
    except OSError:
        return True


def kilobytes(pid: int, file: str, word: str) -> int:
    lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    return int(next((line.split()[1] for line in lines if line.startswith(word)), "0"))
