"""What one box has to do with another: nothing.

It starts from code that nobody changes.
"""

from __future__ import annotations

import os
from pathlib import Path

from klgrade import sandbox
from klgrade.box import Box
from klgrade.records import Limits

RUN = {"seconds": 5.0, "bare": False}
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


def run(box: Box, source: str, **words: object) -> dict[str, object]:
    return box.ask({"run": source, **RUN, **words}, 6.0)


KINDS = """
import sys, numpy
names = "numpy", "worker", "confine", "json"
kinds = [type(sys.modules[name].__loader__).__name__ for name in names]
"""


def test_a_box_compiles_nothing_that_is_compiled_here() -> None:
    import numpy as np

    kept = Path(np.__spec__.cached or "").exists()  # then there is nothing to compile
    with Box(Limits()) as box:
        run(box, KINDS)
        kinds = box.ask({"read": "kinds"}, 5.0)["value"]
    assert kinds == ["SourceFileLoader" if kept else "Loader", *["Loader"] * 2, "SourceFileLoader"]


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
