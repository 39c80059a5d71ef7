"""One process, two, or Dask: the same gradebook to the byte."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster
from klgrade import scale
from klgrade.records import Job, Report, Submission

from tests.exercises.commands import book, contents, klgrade
from tests.exercises.hand_in import BANK, SECRET, UNTOUCHED, answered, write

FEW, MANY = 14, 200


def hand_in(folder: Path, submissions: int) -> None:
    """Write submissions of all kinds in turn, and the secret beside them."""
    kinds: list[dict[str, Any]] = [
        answered(),
        answered(UNTOUCHED),
        answered({"sums-squares": "def squares(x):\n    return float(np.mean(x * x))"}),
        answered({"sums-squares": "def squares(x):\n    import os; os._exit(1)"}),
        answered({"sums-half": "half = 2", "sums-odd": "odd = 'abc'"}),
        answered({"sums-running": "1 / 0"}),
    ]
    whole = json.dumps(kinds[0])
    broken = ["", "no notebook", whole[:-1], "[]", whole.replace('"nbformat": 4', '"nbformat": 5')]
    texts = [*map(json.dumps, kinds), *broken]
    for number in range(submissions):
        path = folder / "files" / f"s{number:03}" / "sums.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(texts[number % len(texts)])
    (folder / "secret").write_bytes(SECRET)


def graded(files: Path, out: str, *words: object) -> dict[str, bytes]:
    secret = files / "secret"
    done = klgrade(files / "files", "--secret-file", secret, *words, out=files / out)
    assert done.returncode == 1, done.stderr  # for the broken ones
    return contents(files / out)


@pytest.mark.parametrize("submissions", [FEW, pytest.param(MANY, marks=pytest.mark.audit)])
def test_one_process_two_and_dask_give_the_same_gradebook(submissions: int, tmp_path: Path) -> None:
    files = tmp_path
    hand_in(files, submissions)
    one = graded(files, "one", "--jobs", 1)
    assert len(book(files / "one")) == submissions
    assert graded(files, "two", "--jobs", 2) == one
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        worker_dashboard_address=None,
        host="127.0.0.1",
    ) as cluster:
        assert graded(files, "dask", "--dask", cluster.scheduler_address) == one
    totals = {student["points"] for student in book(files / "one").values()}
    assert totals == {0, 6, 7, 10}


def test_the_bank_is_loaded_once_for_all_processes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    bank = Path(shutil.copytree(BANK, tmp_path / "bank"))
    with (bank / "sums.py").open("a", encoding="utf-8") as file:
        file.write(f"\nopen({str(log)!r}, 'a').write('loaded ')\n")
    for name in ("ada", "bob"):
        write(tmp_path / "files" / f"{name}.ipynb", answered())
    done = klgrade(tmp_path / "files", "--jobs", 2, out=tmp_path / "out", bank=bank)
    assert done.returncode == 0, done.stderr
    assert log.read_text() == "loaded "


def test_missing_scheduler_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "ada.ipynb", answered())
    done = klgrade(path, "--dask", "nonsense://host", out=tmp_path / "out")
    assert done.returncode == 2
    assert "nonsense" in done.stderr


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ValueError, match=r"pip install 'klgrade\[dask\]'"), scale.dask("tcp://x"):
        pass


class Fragile(Executor):
    """A pool that breaks whenever it is given the job of one student."""

    def __init__(self, culprit: str) -> None:
        self.culprit = culprit
        self.broken = False
        self.lock = threading.Lock()

    def submit(self, _function: Any, /, *arguments: Any, **_words: Any) -> Future[Any]:
        (job,) = arguments
        future: Future[Any] = Future()
        self.broken = self.broken or job.submission.student == self.culprit
        if self.broken:
            future.set_exception(BrokenProcessPool("killed"))
        else:
            future.set_result(Report(job.submission.student, "", "", ()))
        return future


def test_job_that_kills_the_pool_loses_nobody_elses() -> None:
    jobs = [Job(Submission(f"s{n}", "/", (f"s{n}.ipynb",)), str(BANK), SECRET) for n in range(9)]
    graded = dict(scale.grade(jobs, lambda: Fragile("s4"), 2))
    reports = {job.submission.student: report for job, report in graded.items()}
    assert sorted(reports) == [f"s{n}" for n in range(9)]
    assert [name for name, report in reports.items() if report.trouble] == ["s4"]


def test_pool_that_never_works_ends() -> None:
    jobs = [Job(Submission(f"s{n}", "/", (f"s{n}.ipynb",)), str(BANK), SECRET) for n in range(3)]

    class Dead(Fragile):
        def __init__(self) -> None:
            super().__init__("")
            self.broken = True

    reports = [report for _, report in scale.grade(jobs, Dead, 2)]
    assert [report.trouble for report in reports] == [True] * 3
