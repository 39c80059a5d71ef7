"""The command: what it refuses, what it says, and that it never runs others' code unprotected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from klgrade import options, sandbox
from klgrade.box import check_sandbox
from klgrade.cli import main
from klgrade.progress import Progress
from klgrade.records import LEAST_MEMORY
from klgrade.sandbox import SandboxError

from tests.exercises.commands import KLGRADE, book, klgrade
from tests.exercises.hand_in import BANK, RIGHT, answered, code, notebook, write


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with two students' notebooks."""
    for name in ("ada", "bob"):
        write(tmp_path / "files" / f"{name}.ipynb", answered())
    return tmp_path / "files"


def run_with_path(path: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, KLGRADE, *map(str, words)]
    environment = os.environ | {"PATH": path}
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def status(*words: object) -> int | str | None:
    """Return the status with which the command ends, in this process."""
    try:
        return main(list(map(str, words)))
    except SystemExit as error:  # argparse's
        return error.code


def test_help_is_enough() -> None:
    text = subprocess.run([KLGRADE, "--help"], capture_output=True, text=True, check=True).stdout
    options = "--bank --out --jobs --dask --task --again --secret-file --no-sandbox --memory"
    words = "grades.csv totals.csv grades.json feedback exit status apt-get examples"
    for word in [*options.split(), *words.split()]:
        assert word in text


def test_no_sandbox_no_grades(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run_with_path(str(tmp_path), files, "--bank", BANK, "--out", out)
    assert done.returncode == 2
    assert "apt-get install bubblewrap" in done.stderr
    assert not out.exists()


def test_sandbox_that_does_not_start_no_grades(files: Path, tmp_path: Path) -> None:
    broken = tmp_path / "bin" / "bwrap"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'setting up uid map: Permission denied' >&2\nexit 1\n")
    broken.chmod(0o755)
    out = tmp_path / "out"
    done = run_with_path(f"{broken.parent}:/usr/bin:/bin", files, "--bank", BANK, "--out", out)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr
    assert ("user namespaces" if os.geteuid() else "Root") in done.stderr
    assert not out.exists()


def test_a_sandbox_without_room_for_python_no_grades(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(options, "LEAST_MEMORY", 1)
    words = [files, "--memory", 64, "--bank", BANK, "--out", tmp_path / "out"]
    assert status(*words) == 2
    said = capsys.readouterr().err
    assert "Python does not start in the sandbox with 64 MB" in said
    assert "raise --memory" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_the_least_memory_is_enough(files: Path, tmp_path: Path) -> None:
    words = [files / "ada.ipynb", "--memory", LEAST_MEMORY]
    assert klgrade(*words, out=tmp_path / "out").returncode == 0
    assert book(tmp_path / "out")["ada"]["points"] == 10


def test_other_systems_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match=r"Linux only.*--no-sandbox"):
        check_sandbox()


def test_unknown_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "m68k")
    with pytest.raises(SandboxError, match="m68k"):
        check_sandbox()


def test_own_notebook_needs_no_sandbox(files: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [files / "ada.ipynb", "--no-sandbox", "--bank", BANK, "--out", out]
    done = run_with_path("/nowhere", *words)
    assert done.returncode == 0, done.stderr
    assert book(out)["ada"]["points"] == 10


def test_others_notebooks_need_one(files: Path, tmp_path: Path) -> None:
    done = klgrade(files, "--no-sandbox", out=tmp_path / "out")
    assert done.returncode == 2
    assert "several people" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.ipynb"], "nothing at nowhere.ipynb"),
        ([BANK], "no notebook"),
        (["FILES", "--jobs", "0"], "1 or more"),
        (["FILES", "--jobs", "two"], "'two' should be a whole number, 1 or more"),
        (["FILES", "--cell-seconds", "nan"], "more than 0"),
        (["FILES", "--cell-seconds", "few"], "'few' should be a number of seconds"),
        (["FILES", "--memory", "much"], "'much' should be a whole number"),
        (["FILES", "--memory", "127"], "127 MB are too little for Python and NumPy"),
        (["FILES", "--task", "sums-halve"], "no task 'sums-halve'; did you mean 'sums-half'?"),
        (["FILES", "--exercises", "sums, part"], "no exercise 'part'; did you mean 'parts'?"),
        (["FILES", "--exercises", "sport"], "no exercise 'sport'"),
        (["FILES", "--secret-file", "nowhere"], "--secret-file: nowhere cannot be read: No such"),
        (["FILES", "--dask", "tcp://x:1", "--jobs", "2"], "not allowed with"),
    ],
)
def test_wrong_commands_are_refused(
    words: list[object], said: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [files if word == "FILES" else word for word in words]
    assert status(*words, "--bank", BANK, "--out", files / "out") == 2
    assert said in capsys.readouterr().err
    assert not (files / "out").exists()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "no bank"),
        ("", "EXERCISE"),
        ("EXERCISE = 1", "EXERCISE"),
        ("1 / 0", "ZeroDivisionError"),
        ("def", "SyntaxError"),
    ],
)
def test_broken_bank_is_refused(
    source: str | None, said: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bank = files / "bank"
    bank.mkdir()
    if source is not None:
        (bank / "sums.py").write_text(source)
    assert status(files / "ada.ipynb", "--bank", bank, "--out", files / "out") == 2
    assert said in capsys.readouterr().err


def test_bank_in_sight_of_the_sandbox_is_refused(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = (*sandbox.mounts(), str(BANK.parent))
    monkeypatch.setattr(sandbox, "mounts", lambda: seen)
    assert main([str(files), "--bank", str(BANK), "--out", str(files / "out")]) == 2
    assert "could be read in the sandbox" in capsys.readouterr().err


def test_a_link_to_the_environment_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real" / "bank").mkdir(parents=True)
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setattr(sandbox, "mounts", lambda: (str(tmp_path / "link"),))
    for name in ("real", "link"):
        assert sandbox.inside(tmp_path / name / "bank") == [tmp_path / "link" / "bank"]
    assert sandbox.inside(tmp_path) == []


def test_magics_are_taken_out(tmp_path: Path) -> None:
    changes = {
        "sums-squares": "%%time\ndef squares(x):\n    text = '''\n%d!'''\n    return float(x @ x)",
        "sums-half": "%matplotlib inline\n!ls\nnp.sum?\nfor _ in '1':\n    %time 1\nhalf = 0.5",
    }
    files = tmp_path / "files"
    content = answered(changes, "%%bash\necho 1", "%load_ext autoreload", "display(1)")
    write(files / "ada.ipynb", content)
    klgrade(files, out=tmp_path / "out")
    assert book(tmp_path / "out")["ada"]["points"] == 10


def test_metadata_or_name_says_the_exercise(tmp_path: Path) -> None:
    cells = [code(f"import numpy as np\n{RIGHT['sums-squares']}", "sums-squares")]
    write(tmp_path / "files" / "ada" / "sums.ipynb", notebook(cells, None))
    assert klgrade(tmp_path / "files", out=tmp_path / "out").returncode == 0
    assert book(tmp_path / "out")["ada"]["points"] == 4


def test_summary_names_every_place_once(tmp_path: Path) -> None:
    for name in ("bob/sums.ipynb", "eve.ipynb", "dan/sums/sums.ipynb"):
        (tmp_path / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "files" / name).write_text("")
    write(tmp_path / "files" / "zoe" / "sums.ipynb", answered())
    alone = tmp_path / "alone" / "ida" / "sums.ipynb"
    alone.parent.mkdir(parents=True)
    alone.write_text("")
    lines = klgrade(tmp_path / "files", alone, out=tmp_path / "out").stdout.splitlines()
    places = [line.split(":")[0].strip() for line in lines if "Not graded" in line]
    assert places == ["bob/sums.ipynb", "dan/sums/sums.ipynb", "eve.ipynb", "ida/sums.ipynb"]


def test_progress_is_for_terminals_only() -> None:
    class Terminal:
        text = ""

        def isatty(self) -> bool:
            return True

        def write(self, text: str) -> None:
            self.text += text

        def flush(self) -> None:
            pass

    terminal = Terminal()
    progress = Progress(4, stream=terminal)  # type: ignore[arg-type]
    for _ in range(4):
        progress.step()
    progress.close()
    assert "Grading" in terminal.text
    assert "4/4" in terminal.text
    assert all(len(Progress(9).line(width)) <= width for width in (30, 80, 200))
    quiet = Terminal()
    quiet.isatty = lambda: False  # type: ignore[method-assign]
    Progress(4, stream=quiet).step()  # type: ignore[arg-type]
    assert quiet.text == ""


def test_a_latin_terminal_is_no_reason_to_stop(tmp_path: Path) -> None:
    write(tmp_path / "files" / "李小龍.ipynb", answered())
    command = [
        KLGRADE,
        str(tmp_path / "files"),
        "--bank",
        str(BANK),
        "--out",
        str(tmp_path / "out"),
    ]
    environment = os.environ | {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    (tmp_path / "files" / "李.ipynb").write_text("")
    done = subprocess.run(command, capture_output=True, env=environment, timeout=600, check=False)
    assert done.returncode == 1
    assert rb"\u674e.ipynb: Not graded: the file is empty" in done.stdout
    assert book(tmp_path / "out")["李小龍"]["points"] == 10


def test_a_name_of_a_file_is_no_option(tmp_path: Path) -> None:
    """A shell puts the names of all files in the place of ``*.ipynb``."""
    for name in ("ada.ipynb", "--secret-file=x.ipynb", "--no-sandbox.ipynb"):
        write(tmp_path / name, answered())
    words = sorted(path.name for path in tmp_path.glob("*.ipynb"))
    done = klgrade(*words, out=tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "would be taken for an option: write ./* for *" in done.stderr
    assert not (tmp_path / "out").exists()
    words = ["--jobs", "1", *(f"./{name}" for name in words)]
    assert klgrade(*words, out=tmp_path / "out", cwd=tmp_path).returncode == 0
    assert len(book(tmp_path / "out")) == 3


def test_an_abbreviation_is_no_option(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status(files, "--no-sand", "--bank", BANK, "--out", files / "out") == 2
    assert "--no-sand" in capsys.readouterr().err


def test_an_exercise_that_nobody_can_read_raises_no_maximum(tmp_path: Path) -> None:
    write(tmp_path / "files" / "ada" / "sums.ipynb", answered())
    (tmp_path / "files" / "ada" / "parts.ipynb").write_text("")
    klgrade(tmp_path / "files", out=tmp_path / "out")
    ada = book(tmp_path / "out")["ada"]
    assert (ada["points"], ada["max"]) == (10, 10)


def test_the_instructor_may_say_what_counts(tmp_path: Path) -> None:
    for number in range(11):
        write(tmp_path / "files" / f"s{number:02}" / "sums.ipynb", answered())
    write(tmp_path / "files" / "s00" / "parts.ipynb", notebook([code("pass")], "parts"))
    done = klgrade(tmp_path / "files", out=tmp_path / "out")
    assert "Hardly anyone handed in parts" in done.stdout
    assert book(tmp_path / "out")["s01"]["max"] == 15
    done = klgrade(tmp_path / "files", "--exercises", "sums", out=tmp_path / "out")
    assert "Hardly" not in done.stdout
    assert {one["max"] for one in book(tmp_path / "out").values()} == {10}
    assert klgrade(tmp_path / "files", "--exercises", "sport", out=tmp_path / "x").returncode == 2


def test_only_one_notebook_of_an_exercise_is_run(tmp_path: Path) -> None:
    """Eight guesses are no better than one."""
    for number in range(8):
        content = answered({"sums-odd": f"odd = '{'abcdefgh'[number]}c'"})
        write(tmp_path / "files" / "ada" / f"sums ({number}).ipynb", content)
    klgrade(tmp_path / "files", out=tmp_path / "out")
    rows = [row for report in book(tmp_path / "out")["ada"]["reports"] for row in report["results"]]
    assert len([row for row in rows if row["status"] == "unreadable"]) == 7
    assert len([row for row in rows if row["status"] != "unreadable"]) == 4


@pytest.mark.parametrize("name", ["a b", "plain"])
def test_make_takes_a_folder_with_spaces(name: str, tmp_path: Path) -> None:
    """What the Makefile does with FILES, with a command that only shows what it is given."""
    (tmp_path / name).mkdir()
    text = (BANK.parents[3] / "Makefile").read_text()
    start = text.index("\t@if [ -e")
    recipe = text[start : text.index("\n\n", start)].replace("$(BIN)/klgrade", "printf '<%s>'")
    (tmp_path / "Makefile").write_text(f"grade:\n{recipe}\n")
    command = ["make", "-s", "grade", f"FILES={name}"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"<{name}><--bank>")


def test_a_module_that_is_missing_is_told_to_the_instructor_too(tmp_path: Path) -> None:
    write(tmp_path / "files" / "ada.ipynb", answered({}, "import pandas_of_nowhere"))
    done = klgrade(tmp_path / "files", out=tmp_path / "out")
    assert done.returncode == 0
    assert "not installed where notebooks are graded:\n  ada.ipynb\n" in done.stdout
