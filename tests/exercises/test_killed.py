"""A grader that is killed leaves nothing behind: no process of its boxes lives on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exercises.commands import KLGRADE
from tests.exercises.hand_in import BANK, answered, write
from tests.exercises.plain_user import start_as_nobody

SOON = 2.0  # seconds that a process of a box may outlive its grader
SPINNING = 4  # processes in the box of this function, which ignores what can be ignored
SPIN = """def squares(x):
    import os, signal
    for number in range(1, 65):
        try: signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError): pass
    for _ in range(3):
        if not os.fork():
            {child}
            break
    while True:
        try:
            while True: pass
        except BaseException: pass
"""
# A sandbox holds those too that have left their session.
DEAF = SPIN.format(child="os.setsid()")
# A grader on its own, with the kernel's signal to its box switched off.
ALONE = f"""
from klgrade import sandbox
from klgrade.box import Box
from klgrade.records import Limits

real = sandbox.command
sandbox.command = lambda *words: [word for word in real(*words) if word != "--die-with-parent"]
with Box(Limits()) as box:
    box.ask({{"run": {DEAF!r}, "seconds": 5.0}}, 5.0)
    box.ask({{"call": "squares", "arguments": {{"tuple": [1.0]}}}}, 60.0)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that a plain user may enter, unlike that of root's tests."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        (path / "own").mkdir()
        yield path


def started(pid: int) -> dict[int, str]:
    """Return all processes that one has started, and that those have, with when they began."""
    found = [pid]
    for one in found:
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, thread.read_text().split())
    return {one: words[19] for one in found if (words := stat(one))}


def stat(pid: int) -> list[str]:
    """Return the fields of a process from its state on, or nothing if there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def alive(known: dict[int, str]) -> list[int]:
    """Return which of some processes are still there."""
    now = {pid: stat(pid) for pid in known}
    return [
        pid for pid, words in now.items() if words and words[0] != "Z" and words[19] == known[pid]
    ]


def at_work(grader: subprocess.Popen[str]) -> dict[int, str]:
    """Wait until the processes of a grader's box spin; return all that it has started."""
    deadline = time.monotonic() + 60
    while True:
        assert time.monotonic() < deadline
        assert grader.poll() is None, grader.communicate()
        family = started(grader.pid)
        if sum(stat(pid)[:1] == ["R"] for pid in family) >= SPINNING:
            return family
        time.sleep(0.05)


def see_killed(grader: subprocess.Popen[str]) -> None:
    """Kill a grader at work, and see that nothing of it lives on."""
    family = at_work(grader)
    grader.kill()
    grader.communicate()
    end = time.monotonic() + SOON
    while (left := alive(family)) and time.monotonic() < end:
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def start(words: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def command(folder: Path, child: str, *words: str) -> list[str]:
    """Return the command that grades a notebook with the function above."""
    path = write(folder / "ada.ipynb", answered({"sums-squares": SPIN.format(child=child)}))
    out = str(folder / "own" / "out")
    words = ("--bank", str(BANK), "--out", out, "--cell-seconds", "60", *words)
    return [KLGRADE, str(path), *words]


def test_nothing_outlives_a_killed_grader(folder: Path) -> None:
    see_killed(start(command(folder, "os.setsid()")))


def test_nothing_outlives_a_killed_grader_of_a_plain_user(folder: Path) -> None:
    see_killed(start_as_nobody(command(folder, "os.setsid()"), folder / "own"))


def test_nothing_outlives_a_killed_grader_without_a_sandbox(folder: Path) -> None:
    see_killed(start(command(folder, "pass", "--no-sandbox")))


def test_a_box_ends_where_the_kernel_sends_no_signal() -> None:
    see_killed(start([sys.executable, "-c", ALONE]))
