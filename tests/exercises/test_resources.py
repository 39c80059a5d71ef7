"""How much a box holds at every attack on memory, and how soon that ends.

Counted from outside every few milliseconds: what its processes hold, what they share counted once.
Where the system gives no control group, the grader has to notice by itself; that is tried too.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from klgrade import box as boxes
from klgrade.box import Box
from klgrade.cgroups import Cgroup
from klgrade.records import Limits

from tests.exercises.attacks_on_resources import RESOURCES
from tests.exercises.grader_memory import MEGABYTE, kilobytes
from tests.exercises.hand_in import POINTS, answered, earned, grade, write

FLOODS = {
    attack.name: attack
    for attack in RESOURCES
    if attack.name in ("shared-memory", "forks-of-a-thread", "sockets", "files-without-number")
}
LIMITS = Limits(cell=2.0, helpers=3.0)
MORE = 500  # megabytes that may be taken between two looks of the grader


class Watched(Box):
    """A box that notes the most that its processes hold together."""

    most = 0.0

    def __init__(self, *arguments: object, **words: object) -> None:
        super().__init__(*arguments, **words)  # type: ignore[arg-type]
        threading.Thread(target=self._note, daemon=True).start()

    def _note(self) -> None:
        while not self.over.is_set():
            held = 0.0
            for pid in self.usage.family():
                for word in ("Pss_Anon:", "Pss_Shmem:"):
                    with contextlib.suppress(OSError, IndexError, ValueError):
                        held += kilobytes(pid, "smaps_rollup", word) / MEGABYTE
            Watched.most = max(Watched.most, held)
            time.sleep(0.01)


@pytest.fixture(params=["control-group", "none"])
def group(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let boxes have a control group where the system offers one, or none."""
    if request.param == "none":
        nowhere = Path("/nonexistent")
        monkeypatch.setattr(boxes, "Cgroup", lambda limits: Cgroup(limits, nowhere))
    monkeypatch.setattr("klgrade.session.Box", Watched)
    Watched.most = 0.0


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.usefixtures("group")
def test_a_box_stays_within_its_memory(
    name: str, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    attack = FLOODS[name]
    start = time.monotonic()
    report = grade(write(tmp_path / "ada.ipynb", attack.notebook), limits=LIMITS)
    record_property("megabytes, seconds", (round(Watched.most), time.monotonic() - start))
    assert earned(report) == attack.points
    assert Watched.most < LIMITS.memory + MORE


def test_one_limit_is_that_of_files(tmp_path: Path) -> None:
    limits = replace(LIMITS, files=500)
    report = grade(
        write(tmp_path / "a.ipynb", FLOODS["files-without-number"].notebook), limits=limits
    )
    assert "more than 500 files" in report.results[0].message


def test_a_busy_machine_changes_no_grade(tmp_path: Path) -> None:
    """Ten processes beside it that never rest: what takes two seconds still takes two seconds."""
    source = (
        "def squares(x):\n    import time\n    end = time.process_time() + 0.12\n"
        "    while time.process_time() < end: pass\n    return float(x @ x)"
    )
    path = write(tmp_path / "ada.ipynb", answered({"sums-squares": source}))
    with spinning(10):
        report = grade(path, limits=Limits(cell=0.5, task=4.0))
    assert earned(report) == POINTS


@contextlib.contextmanager
def spinning(count: int) -> Iterator[None]:
    """Keep the processors busy with other work."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()
