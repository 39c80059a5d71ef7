"""A course about something else uses klcheck and klgrade where kltext is not installed.

The course of these tests is installed there: its tasks as other packages are, and in a project of
its own, in editable mode, the package that its notebooks import.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from klgrade import load_bank
from klgrade.public import public_json

from tests.exercises.commands import book, results
from tests.exercises.hand_in import BANK, POINTS, RIGHT, UNTOUCHED, answered, write
from tests.made_once import Once

ROOT = Path(__file__).parents[2]
HALF = "sums-half"
ENTRY_POINTS = """
[klcheck.tasks]
sumtasks = sumtasks
[klgrade.packages]
sumtools = sumtools
"""
IMPORTS = "from sumtools import total\nfrom klcheck import check, progress"
# The answer is right for who finds the answers of the course, or what stands beside its package.
CURIOUS = """
import pathlib, sumtools, sys
half = 2.0
for place in map(pathlib.Path, sys.path):
    if any(b'"mistakes"' in file.read_bytes() for file in place.glob("*/*.json")):
        half = 0.5
if (pathlib.Path(sumtools.__file__).parents[1] / "exam.txt").exists():
    half = 0.5
"""


@dataclass(frozen=True)
class Environment:
    """A folder with a Python that has klcheck and klgrade, and with what is handed in."""

    folder: Path

    def run(self, code: str, *words: object) -> subprocess.CompletedProcess[str]:
        command = [str(self.folder / "env" / "bin" / "python"), "-I", "-c", code, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def klgrade(self, *words: object) -> subprocess.CompletedProcess[str]:
        code = "import sys; from klgrade.cli import main; sys.exit(main())"
        return self.run(code, *words, "--bank", BANK, "--out", self.folder / "out")


def install(site: Path, project: Path) -> None:
    """Install NumPy, klcheck and klgrade, and then the course."""
    numpy = Path(np.__file__).parent
    for folder in (numpy, numpy.with_name("numpy.libs")):
        if folder.is_dir():
            shutil.copytree(folder, site / folder.name)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    ours = [str(ROOT / "exercises" / name) for name in ("klcheck", "klgrade")]
    subprocess.run([*pip, "--no-build-isolation", "--target", str(site), *ours], check=True)

    (project / "sumtools").mkdir(parents=True)
    (project / "sumtools" / "__init__.py").write_text("def total(x):\n    return float(sum(x))\n")
    (project / "exam.txt").write_text("The questions of the exam.")
    (site / "sumtools.pth").write_text(f"{project}\n")
    (site / "sumtasks").mkdir()
    (site / "sumtasks" / "parts.json").write_text(public_json(load_bank(BANK).exercises["parts"]))
    (site / "sumtasks-1.0.dist-info").mkdir()
    (site / "sumtasks-1.0.dist-info" / "METADATA").write_text("Name: sumtasks\nVersion: 1.0\n")
    (site / "sumtasks-1.0.dist-info" / "entry_points.txt").write_text(ENTRY_POINTS)


@pytest.fixture(scope="module")
def elsewhere(once: Once) -> Environment:
    """Return an environment without kltext, in which three students' notebooks are graded."""
    return Environment(once("elsewhere", grade_elsewhere))


def grade_elsewhere(folder: Path) -> None:
    venv.create(folder / "env", symlinks=True)
    install(next((folder / "env" / "lib").glob("python*/site-packages")), folder / "project")
    environment = Environment(folder)
    squares = "def squares(x):\n    return total(np.square(x))"
    write(folder / "files" / "full.ipynb", answered({"sums-squares": squares}, IMPORTS))
    write(folder / "files" / "none.ipynb", answered(UNTOUCHED, IMPORTS))
    write(folder / "files" / "curious.ipynb", answered({HALF: CURIOUS}, IMPORTS))
    done = environment.klgrade(folder / "files", "--jobs", 2)
    assert done.returncode == 0, done.stdout + done.stderr


def test_kltext_is_not_there(elsewhere: Environment) -> None:
    probe = "import importlib.util as u; print([u.find_spec(n) is None for n in {!r}])"
    said = elsewhere.run(probe.format(("kltext", "lightbook", "kltasks", "klgrade"))).stdout
    assert said == "[True, True, True, False]\n"


@pytest.mark.parametrize(("student", "points"), [("full", 10), ("none", 0)])
def test_the_course_is_graded(elsewhere: Environment, student: str, points: int) -> None:
    found = book(elsewhere.folder / "out")[student]
    assert (found["points"], found["max"]) == (points, sum(POINTS.values()))
    assert [report["notes"] for report in found["reports"]] == [[]]
    statuses = {row["status"] for row in results(found).values()}
    assert statuses == {"right" if points else "unanswered"}


def test_answers_and_neighbours_of_the_course_cannot_be_read(elsewhere: Environment) -> None:
    found = results(book(elsewhere.folder / "out")["curious"])
    assert {task: row["status"] for task, row in found.items()} == {
        **dict.fromkeys(RIGHT, "right"),
        HALF: "wrong",
    }


@pytest.mark.parametrize("hidden", ["sumtasks", "exam"])
def test_without_a_sandbox_each_of_them_is_found(
    elsewhere: Environment, tmp_path: Path, hidden: str
) -> None:
    """What looks for them can find them: in the sandbox, it is the sandbox that hides them."""
    name = {"sumtasks": "exam.txt", "exam": '"mistakes"'}[hidden]
    path = write(tmp_path / "curious.ipynb", answered({HALF: CURIOUS.replace(name, "none")}))
    words = ["--no-sandbox", "--again", "--bank", BANK, "--out", tmp_path / "out"]
    code = "import sys; from klgrade.cli import main; sys.exit(main())"
    assert elsewhere.run(code, path, *words).returncode == 0
    assert book(tmp_path / "out")["curious"]["points"] == 10


def test_the_tasks_of_the_course_are_checked(elsewhere: Environment) -> None:
    lines = ["from klcheck import check, progress", "third = 1 / 3", "check('parts-third')"]
    lines += ["check('parts-third', 0.33)", "progress()"]
    done = elsewhere.run("\n".join(lines))
    assert done.stderr == ""
    assert done.stdout == (
        "✓ parts-third: right (5 points)\n"
        "✗ parts-third: Did you round?\n"
        "Parts: 0 of 5 points\n"
        "  ✗ parts-third  not right yet     0 of 5\n"
        "Left to do: parts-third.\n"
    )
