"""Stopped, killed, changed, or mended: what is graded already is kept, and only that."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.exercises.commands import KLGRADE, book, contents, klgrade, results, rows
from tests.exercises.hand_in import BANK, answered, write

STUDENTS = 9
SLEEP = "import time\ntime.sleep(0.15)"
COUNTED = """
import os
from klgrade.tasks import Exercise, Task

def draw(rng):
    with open({log!r}, "a") as log:
        log.write("drawn\\n")
    return (float(rng.normal()),)

EXERCISE = Exercise("sums", "Sums", "sums.ipynb", (
    Task("sums-squares", "Squares", "obj-sums", 4, "function", "squares",
         lambda x: {reference}, draw=draw, fresh=1),
    Task("sums-half", "A half", "obj-parts", 2, "value", "half", 0.5),
))
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder of notebooks that take a moment each, so that a run can be met half-way."""
    for number in range(STUDENTS):
        write(tmp_path / "files" / f"s{number:02}.ipynb", answered({}, SLEEP))
    return tmp_path / "files"


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Return a folder of three notebooks."""
    for name in ("ada", "bob", "eve"):
        write(tmp_path / "files" / f"{name}.ipynb", answered())
    return tmp_path / "files"


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """Return a bank that writes down how often it is asked."""
    path = tmp_path / "bank" / "sums.py"
    path.parent.mkdir()
    path.write_text(COUNTED.format(log=str(tmp_path / "log"), reference="x * x"))
    return path.parent


def asked(tmp_path: Path) -> int:
    return len((tmp_path / "log").read_text().splitlines())


def family(pid: int) -> list[int]:
    """Return a process and all that it has started, with what those have started."""
    found = [pid]
    for one in found:
        for thread in Path(f"/proc/{one}/task").glob("*/children"):
            found += map(int, thread.read_text().split())
    return found


def alive(pids: list[int]) -> list[int]:
    states = {}
    for pid in pids:
        try:
            states[pid] = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
    return [pid for pid, state in states.items() if state != "Z"]


def test_killed_half_way_nothing_is_lost(files: Path, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [KLGRADE, str(files), "--bank", str(bank), "--out", str(out), "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    journal = out / ".klgrade" / "journal.jsonl"
    deadline = time.monotonic() + 60
    while not journal.exists() or journal.read_bytes().count(b"\n") < 4:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    started = family(process.pid)
    assert len(started) > 3  # the pool and its boxes
    process.send_signal(signal.SIGKILL)
    process.communicate()
    known = journal.read_bytes().count(b"\n")
    assert 4 <= known < STUDENTS
    assert not (out / "grades.csv").exists()
    with journal.open("ab") as file:
        file.write(b'{"version": 1, "key": "torn')  # as a kill in the middle of a write leaves it
    while alive(started):  # the pool ends with the command, and so do its boxes
        assert time.monotonic() < deadline
        time.sleep(0.05)
    before = asked(tmp_path)

    done = klgrade(files, "--jobs", 2, out=out, bank=bank)

    assert done.returncode == 0, done.stderr
    assert f"graded already: {known} of {STUDENTS}\n" in done.stderr
    assert asked(tmp_path) - before == STUDENTS - known
    assert before - known <= 4  # in flight: two at work, and two that wait at their doors
    whole = tmp_path / "whole"
    secret = out / ".klgrade" / "secret"
    assert klgrade(files, "--secret-file", secret, out=whole, bank=bank).returncode == 0
    assert contents(out) == contents(whole)
    assert len(rows(out)) == 2 * STUDENTS


def test_only_what_changed_is_graded_again(few: Path, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    klgrade(few, out=out, bank=bank)
    assert asked(tmp_path) == 3
    first = contents(out)
    klgrade(few, out=out, bank=bank)
    assert asked(tmp_path) == 3
    assert contents(out) == first
    write(few / "bob.ipynb", answered({"sums-half": "half = 2"}))
    (few / "eve.ipynb").unlink()
    klgrade(few, out=out, bank=bank)
    assert asked(tmp_path) == 4
    assert book(out)["bob"]["points"] == 4
    assert "eve" not in book(out)
    klgrade(few, "--again", out=out, bank=bank)
    assert asked(tmp_path) == 6


def test_one_task_is_graded_anew(tmp_path: Path, bank: Path) -> None:
    out, files = tmp_path / "out", tmp_path / "files"
    for name in ("ada", "bob"):
        write(files / f"{name}.ipynb", answered())
    source = (bank / "sums.py").read_text()
    (bank / "sums.py").write_text(source.replace("x * x", "x + x").replace("0.5", "0.75"))
    klgrade(files, out=out, bank=bank)
    assert {student["points"] for student in book(out).values()} == {0}
    (bank / "sums.py").write_text(source)  # both tasks are mended, and one is named
    done = klgrade(files, "--task", "sums-squares", out=out, bank=bank)
    assert done.returncode == 0
    for student in book(out).values():
        found = results(student)
        assert found["sums-squares"]["points"] == 4
        assert found["sums-half"]["status"] == "wrong"  # as it was
        assert student["objectives"] == {"obj-parts": [0, 2], "obj-sums": [4, 4]}
    assert asked(tmp_path) == 4
    klgrade(files, out=out, bank=bank)  # the bank counts as it is now
    assert asked(tmp_path) == 4


def test_unknown_task_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "ada.ipynb", answered())
    done = klgrade(path, "--task", "sums-cubes", out=tmp_path / "out")
    assert done.returncode == 2
    assert "sums-cubes" in done.stderr


def test_two_runs_do_not_mix(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [KLGRADE, str(files), "--bank", str(BANK), "--out", str(out)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (out / ".klgrade" / "journal.jsonl").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)  # or it is done before the second has started
    try:
        second = klgrade(files, out=out)
    finally:
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=120)
    assert second.returncode == 2
    assert "another run" in second.stderr
    assert first.returncode == 0


def test_secret_draws_the_inputs_and_stays_private(tmp_path: Path) -> None:
    path = write(tmp_path / "ada.ipynb", answered())
    for name in ("one", "two"):
        klgrade(path, out=tmp_path / name)
    secrets = [tmp_path / name / ".klgrade" / "secret" for name in ("one", "two")]
    assert secrets[0].read_bytes() != secrets[1].read_bytes()
    assert {secret.stat().st_mode & 0o077 for secret in secrets} == {0}
    short = tmp_path / "short"
    short.write_text("abc")
    done = klgrade(path, "--secret-file", short, out=tmp_path / "three")
    assert done.returncode == 2
    assert "32 bytes" in done.stderr


def test_interrupted_run_says_how_to_go_on(files: Path, bank: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [KLGRADE, str(files), "--bank", str(bank), "--out", str(out), "--jobs", "1"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs these tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,  # noqa: PLW1509
    )
    journal = out / ".klgrade" / "journal.jsonl"
    deadline = time.monotonic() + 60
    while not journal.exists() or not journal.read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"version": 2}',
        '{"version": 2, "report": {"results": [{"points": "9"}]}}',
    ],
)
def test_a_broken_line_of_the_journal_is_told(line: str, few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    klgrade(few, out=out)
    first = contents(out)
    journal = out / ".klgrade" / "journal.jsonl"
    lines = journal.read_text().splitlines()
    journal.write_text("\n".join([*lines[:-1], line]) + "\n")
    done = klgrade(few, out=out)
    assert "1 line of the journal cannot be read" in done.stderr
    assert "graded already: 2 of 3\n" in done.stderr
    assert contents(out) == first


def test_a_forged_report_is_not_believed(few: Path, tmp_path: Path) -> None:
    """Points that are text, or lists, would break the sums of everyone."""
    out = tmp_path / "out"
    klgrade(few, out=out)
    journal = out / ".klgrade" / "journal.jsonl"
    journal.write_text(journal.read_text().replace('"points": 4', '"points": "4"', 1))
    done = klgrade(few, out=out)
    assert done.returncode == 0
    assert "1 line of the journal" in done.stderr


def test_a_lost_secret_is_told(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    klgrade(few, out=out)
    (out / ".klgrade" / "secret").write_text("short")
    done = klgrade(few, "--again", out=out)
    assert done.returncode == 2
    assert "holds no secret any more" in done.stderr
