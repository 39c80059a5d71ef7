"""A plain user grades as safely as root: attacks that reach for the grader, and for resources."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exercises.attack import Attack
from tests.exercises.commands import KLGRADE, book, results
from tests.exercises.hand_in import BANK, POINTS, answered, write
from tests.exercises.plain_user import as_nobody
from tests.exercises.test_attacks import ATTACKS, HONEST

SOME = {
    "reads-the-bank", "reads-the-grader", "is-root", "writes-everywhere", "kills-everyone",
    "fork-bomb", "memory", "shared-memory", "files-without-number", "sockets", "spinning-children",
    "unreaped-children",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder that a plain user may enter, unlike that of root's tests."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def graded(folder: Path, attacks: list[Attack]) -> dict[str, dict[str, object]]:
    """Return the gradebook of attackers with honest students among them, made by a plain user."""
    for attack in attacks:
        write(folder / "files" / f"{attack.name}.ipynb", attack.notebook)
    for name in HONEST:
        write(folder / "files" / name / "sums.ipynb", answered())
    (folder / "own").mkdir()
    words = [KLGRADE, folder / "files", "--bank", BANK, "--out", folder / "own" / "out"]
    words += ["--jobs", 2, "--cell-seconds", 1.5, "--helper-seconds", 3]
    done = as_nobody(list(map(str, words)), folder / "own")
    assert done.returncode == 0, done.stdout + done.stderr
    return book(folder / "own" / "out")


@pytest.mark.parametrize(
    "names", [SOME, pytest.param(None, marks=pytest.mark.audit)], ids=["some", "all"]
)
def test_a_plain_user_is_as_safe(names: set[str] | None, folder: Path) -> None:
    attacks = [attack for attack in ATTACKS if names is None or attack.name in names]
    everyone = graded(folder / ("all" if names is None else "some"), attacks)
    wrong = {}
    for attack in attacks:
        found = results(everyone[attack.name])
        if {task: row["points"] for task, row in found.items()} != attack.points:
            wrong[attack.name] = [(row["status"], row["message"]) for row in found.values()]
    assert wrong == {}
    assert all(everyone[name]["points"] == sum(POINTS.values()) for name in HONEST)
