"""Notebooks that were handed out while check() lived in kltext.checks still check and grade.

``tests/fixtures/earlier_notebooks`` holds them as learners have them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from klcheck import feedback
from klgrade.tasks import load_bank
from nbclient import NotebookClient

from tests.exercises.book_notebooks import BOOK_BANK, SOLVED, read, with_answers
from tests.exercises.commands import book, klgrade
from tests.exercises.hand_in import write

EARLIER = sorted((Path(__file__).parents[1] / "fixtures/earlier_notebooks").glob("*.ipynb"))
TASKS = {exercise.slug: [task.id for task in exercise.tasks] for exercise in load_bank(BOOK_BANK)}
each = pytest.mark.parametrize("path", EARLIER, ids=[path.stem for path in EARLIER])


def solved(path: Path) -> dict[str, Any]:
    """Return an earlier notebook into which the answers are typed."""
    return with_answers(read(path), read(SOLVED / path.name), TASKS[path.stem])


def right(printed: str, task: str) -> bool:
    return printed.startswith(f"✓ {task}: right (")


def test_they_are_the_exercises_of_the_book() -> None:
    assert len(EARLIER) == 12  # later ones never knew the old name
    assert {path.stem for path in EARLIER} <= set(TASKS)
    for path in EARLIER:
        assert "from kltext.checks import check, progress" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "paths",
    [EARLIER[::6], pytest.param(EARLIER, marks=pytest.mark.audit)],
    ids=["some", "all"],
)
def test_solved_they_earn_all_points_and_no_remark(paths: list[Path], tmp_path: Path) -> None:
    for path in paths:
        write(tmp_path / "files" / "ada" / path.name, solved(path))
    words = ["--jobs", 2]
    done = klgrade(tmp_path / "files", *words, out=tmp_path / "out", bank=BOOK_BANK)
    assert done.returncode == 0, done.stdout + done.stderr
    ada = book(tmp_path / "out")["ada"]
    rows = [row for report in ada["reports"] for row in report["results"]]
    assert [row for row in rows if row["status"] != "right"] == []
    assert len(rows) == sum(len(TASKS[path.stem]) for path in paths)
    assert set(ada["exercises"]) == {path.stem for path in paths}
    assert [report["notes"] for report in ada["reports"]] == [[]] * len(paths)


@each
def test_their_cells_check_the_answers(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "_seen", {})
    names: dict[str, Any] = {}
    printed = {}
    for cell in solved(path)["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 (our own cells)
            printed[cell["id"]] = capsys.readouterr().out
    for task in TASKS[path.stem]:
        assert right(printed[f"check-{task}"], task)
    assert printed.popitem()[1].endswith("All done. Well done!\n")


def test_a_kernel_runs_one_of_them(tmp_path: Path) -> None:
    path = EARLIER[0]
    notebook = nbformat.reads(json.dumps(solved(path)), as_version=4)
    NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = {cell["id"]: cell.get("outputs") for cell in notebook["cells"]}
    for task in TASKS[path.stem]:
        assert right(outputs[f"check-{task}"][0]["text"], task)
