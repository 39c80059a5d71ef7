"""What one box has to do with another: nothing.

It kills nobody else, counts nobody else's sockets, and starts from code that nobody changes.
"""

from __future__ import annotations

import os
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from klgrade import box as boxes
from klgrade import sandbox, usage
from klgrade.box import Box, BoxError
from klgrade.cgroups import Cgroup, sweep
from klgrade.records import Limits

from tests.exercises.hand_in import POINTS, answered, earned, grade, write

RUN = {"seconds": 60.0, "bare": False}
MEDDLE = """
import fcntl, mmap, os, stat
done = []
def is_file(handle):
    try: return stat.S_ISREG(os.fstat(handle).st_mode)
    except OSError: return False
handles = [n for n in range(3, 64) if is_file(n)]
met = len(handles)
for handle in handles:
    def fill():
        mmap.mmap(handle, 4096)[:] = bytes(4096)
    for change in (
        lambda: os.pwrite(handle, bytes(10**6), 0),
        lambda: os.ftruncate(handle, 0),
        lambda: os.posix_fallocate(handle, 0, 10**8),
        lambda: os.pwrite(os.open(f"/proc/self/fd/{handle}", os.O_RDWR), bytes(10**6), 0),
        lambda: os.truncate(f"/proc/self/fd/{handle}", 0),
        fill,
    ):
        try:
            change()
            done.append(handle)
        except (OSError, ValueError): pass
    for change in (lambda: os.fchmod(handle, 0), lambda: os.lseek(handle, 99, 0),
                   lambda: fcntl.flock(handle, fcntl.LOCK_EX), lambda: os.close(handle)):
        try: change()
        except OSError: pass
half = done
"""


def run(box: Box, source: str, limit: float = 6.0) -> dict[str, object]:
    return box.ask({"run": source, **RUN}, limit)


def test_number_of_a_box_is_not_given_back_before_its_watch_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever kills by a number that is somebody else's by now kills that one."""
    given_back: list[object] = []
    real = Box._end

    def end(box: Box) -> None:
        given_back.append(box.process.returncode)
        real(box)

    monkeypatch.setattr(Box, "_end", end)
    with Box(Limits()) as box, pytest.raises(BoxError, match="status 7"):
        run(box, "import os; os._exit(7)")
    assert given_back == [None]
    assert box.process.returncode == 7


@pytest.mark.parametrize("sandboxed", [True, False])
def test_sockets_of_the_machine_are_in_no_account(
    sandboxed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("/proc/self/ns/net").readlink()

    def sockets(pid: int) -> int:
        return 10**6 if Path(f"/proc/{pid}/ns/net").readlink() == own else 0

    monkeypatch.setattr(boxes, "Cgroup", lambda limits: Cgroup(limits, Path("/nonexistent")))
    monkeypatch.setattr(usage, "_sockets", sockets)
    slow = answered({}, "import time\ntime.sleep(0.2)")
    assert earned(grade(write(tmp_path / "ada.ipynb", slow), sandbox=sandboxed)) == POINTS


def test_a_box_that_cannot_be_watched_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def awake(_usage: usage.Usage) -> bool:
        raise RuntimeError("no such file")

    monkeypatch.setattr(usage.Usage, "awake", awake)
    with Box(Limits()) as box, pytest.raises(BoxError, match=r"cannot watch it.*no such file"):
        run(box, "while True: pass")


def test_a_box_ends_whose_first_process_alone_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code holds the pipe to the grader, which waits for it to close."""
    monkeypatch.setattr(sandbox, "command", without_signal(sandbox.command))
    start = time.monotonic()
    with Box(Limits()) as box, pytest.raises(BoxError, match="longer than"):
        run(box, "while True: pass", limit=0.5)
    assert time.monotonic() - start < 10


def without_signal(real: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Return a command whose box the kernel does not end when its parent ends."""
    return lambda *words: [word for word in real(*words) if word != "--die-with-parent"]


@pytest.mark.parametrize("place", [".", "memory"])
def test_groups_of_killed_graders_are_removed(place: str, tmp_path: Path) -> None:
    for name in ("klgrade-old", "klgrade-new", "klgrade-full", "another"):
        (tmp_path / place / name).mkdir(parents=True)
        if name != "klgrade-new":
            os.utime(tmp_path / place / name, (0, 0))
    (tmp_path / place / "klgrade-full" / "process").mkdir()
    os.utime(tmp_path / place / "klgrade-full", (0, 0))
    sweep(tmp_path)
    left = {folder.name for folder in (tmp_path / place).iterdir()}
    assert left == {"klgrade-new", "klgrade-full", "another"}


KINDS = """
import sys, numpy
kinds = [type(sys.modules[name].__loader__).__name__ for name in ("numpy", "json")]
"""


def test_a_box_compiles_nothing_that_is_compiled_here() -> None:
    import numpy as np

    kept = Path(np.__spec__.cached or "").exists()  # then there is nothing to compile
    with Box(Limits()) as box:
        run(box, KINDS)
        kinds = box.ask({"read": "kinds"}, 5.0)["value"]
    assert kinds == ["SourceFileLoader" if kept else "Loader", "SourceFileLoader"]


@pytest.mark.parametrize(
    ("source", "more"),
    [
        ("import json\nimport numpy as np\nfrom klcheck import check", False),
        ("    from elsewhere.inner import name", True),
        ("import nothing_of_that_name", False),
    ],
)
def test_what_is_seldom_imported_is_compiled_for_those_who_do(
    source: str, more: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "elsewhere", types.ModuleType("elsewhere"))
    assert sandbox.imports_more(["x = 1", source]) == more


def test_nobody_changes_the_code_that_the_next_box_starts_from() -> None:
    handle = sandbox.code()
    before = os.pread(handle, 10**8, 0)
    with Box(Limits()) as box:
        assert run(box, MEDDLE) == {"id": 1}
        assert box.ask({"read": "half"}, 5.0)["value"] == []
        assert box.ask({"read": "met"}, 5.0)["value"] == 1
        run(box, "import fractions, klcheck.compare")  # what it has closed itself, it reads anew
    assert os.pread(handle, 10**8, 0) == before
    with Box(Limits()) as box:
        assert run(box, "x = 1") == {"id": 1}
