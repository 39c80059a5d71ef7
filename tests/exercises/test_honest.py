"""Honest notebooks of every ordinary style keep their points."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from klgrade.records import Limits

from tests.exercises.commands import book, klgrade, results
from tests.exercises.hand_in import (
    POINTS,
    RIGHT,
    UNTOUCHED,
    answered,
    code,
    earned,
    grade,
    notebook,
    write,
)

SQUARES, HALF = "sums-squares", "sums-half"
FUNCTION = RIGHT[SQUARES]
BUSY = "import time\nend = time.process_time() + 1.2\nwhile time.process_time() < end: pass"
SLOW = "total = 0\nfor n in range(10**9): total += n"

# Helper cells that stand before the answers; what they are about costs no point.
HELPERS = {
    "pip-over-two-lines": "!pip install numpy \\\n    scipy\nx = 1",
    "shell-to-a-name": "files = !ls\nassert len(files) == 0",
    "shell-in-a-loop": "for _ in range(2):\n    !echo hello\n    pass",
    "time": "%time y = np.sum(np.ones(3))\nassert y == 3.0",
    "time-to-a-name": "y = %time np.sum(np.ones(3))\nassert y == 3.0",
    "timeit": "%timeit np.sum(np.ones(3))",
    "cell-time": "%%time\ny = 1\nassert y == 1",
    "latex": "%%latex\n$x^2$",
    "writefile": "%%writefile mine.py\ndef square(x):\n    return x * x",
    "await": "import asyncio\nawait asyncio.sleep(0)\ny = await asyncio.sleep(0, 5)\nassert y == 5",
    "async-for": "async def one():\n    yield 1\nasync for n in one():\n    assert n == 1",
    "get-ipython": "get_ipython().run_line_magic('matplotlib', 'inline')\nget_ipython().cache",
    "in-and-out": "1 + 1\nassert _ == 2\nIn[-1], Out[3], _",
    "help": "help(np.sum)\nnp.sum?\n?np.sum\nnp.sum??",
    "future": "from __future__ import annotations",
    "exit": "exit()",
    "input": "name = input('Your name?')",
    "shown": "display(1)\nfrom IPython.display import Markdown\nMarkdown('x')",
    "file-that-is-not-there": "open('data.csv')",
    "module-that-is-not-there": "import pandas_of_nowhere",
    "slow": SLOW,
    "asleep": "import time\ntime.sleep(1000)",
    "deaf-and-slow": "while True:\n  try:\n    while True: pass\n  except BaseException: pass",
    "ends-the-program": "import os\nos._exit(1)",
    "thread": "import threading\nthreading.Thread(target=print).start()",
}
# Answers to squares that depend on something else in the notebook, with the helpers before it.
ANSWERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "helper": (
        "def squares(x):\n    return total(x * x)",
        ("def total(x): return float(np.sum(x))",),
    ),
    "file-that-it-wrote": (
        "import mine\ndef squares(x):\n    return mine.square(x)",
        ("%%writefile mine.py\ndef square(x):\n    return float(x @ x)",),
    ),
    "files-named-like-the-graders": (
        "import worker, magics\ndef squares(x):\n    return worker.square(x) * magics.one",
        (
            "%%writefile worker.py\ndef square(x):\n    return float(x @ x)",
            "%%writefile magics.py\none = 1",
        ),
    ),
    "helper-after-a-slow-line": (
        "def squares(x):\n    return total(x * x)",
        (f"{SLOW}\ndef total(x): return float(np.sum(x))",),
    ),
    "helper-that-takes-its-time": (
        "def squares(x):\n    return total(x * x)",
        (f"{BUSY}\ntotal = np.sum",),
    ),
    "slow-line-after-it": (f"{FUNCTION}\n{SLOW}", ()),
    "slow-line-before-it": (f"{SLOW}\n{FUNCTION}", ()),
    "broken-line-before-it": (f"open('data.csv')\n{FUNCTION}", ()),
    "timed": (f"%%time\n{FUNCTION}", ()),
    "lambda": ("squares = lambda x: float(x @ x)", ()),
    "annotated": ("squares: object = lambda x: float(x @ x)", ()),
    "class": (
        "class Squares:\n    def __call__(self, x): return float(x @ x)\nsquares = Squares()",
        (),
    ),
    "awaited": (f"import asyncio\nawait asyncio.sleep(0)\n{FUNCTION}", ()),
    "future": (f"from __future__ import annotations\n{FUNCTION}", ()),
}
QUICK = Limits(cell=1.0, helpers=4.0)


@pytest.mark.parametrize("name", HELPERS)
def test_helper_cells_cost_no_point(name: str, tmp_path: Path) -> None:
    report = grade(write(tmp_path / "ada.ipynb", answered({}, HELPERS[name])), limits=QUICK)
    assert earned(report) == POINTS, report


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_of_all_styles_are_right(name: str, tmp_path: Path) -> None:
    answer, helpers = ANSWERS[name]
    path = write(tmp_path / "ada.ipynb", answered({SQUARES: answer}, *helpers))
    report = grade(path, limits=QUICK)
    assert earned(report) == POINTS, report


def around(task: str, *cells: dict[str, Any], before: bool = False) -> dict[str, Any]:
    """Return a right notebook with cells more behind (or before) the answer to a task."""
    content = answered()
    place = [cell["id"] for cell in content["cells"]].index(task) + (not before)
    content["cells"][place:place] = cells
    return content


def marked(source: str, task: str) -> dict[str, Any]:
    """Return a copy of an answer cell, as JupyterLab makes it: the mark stays, the id is new."""
    return code(source, "", nbgrader={"grade_id": task, "solution": True})


def split() -> dict[str, Any]:
    """Return a notebook in which an answer stands in two cells, both with its mark."""
    content = answered({SQUARES: "def total(x):\n    return float(np.sum(x))"})
    place = [cell["id"] for cell in content["cells"]].index(SQUARES) + 1
    half = marked("def squares(x):\n    return total(x * x)", SQUARES)
    content["cells"].insert(place, half)
    return content


def handed_over() -> dict[str, Any]:
    """Return a notebook whose answer has another name, which check() was given."""
    content = answered({SQUARES: FUNCTION.replace("squares", "mine")})
    for cell in content["cells"]:
        if cell["id"] == f"check-{SQUARES}":
            cell["source"] = [f'check("{SQUARES}", mine)']
    return content


def nameless(content: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook that has lost every id and all metadata."""
    cells = [{"cell_type": c["cell_type"], "source": c["source"]} for c in content["cells"]]
    return {**content, "metadata": {}, "cells": cells}


LATER = "def squares(x):\n    return 'another thing'\nhalf = 'half a page'"
HELPED = answered({SQUARES: "def squares(x):\n    return total(x * x)"}, "total = np.sum")


NOTEBOOKS = {
    "split": split,
    "first-try-copied": lambda: around(SQUARES, marked("def squares(x):\n    return 1", SQUARES),
                                       before=True),
    "name-used-again-later": lambda: {
        **answered(), "cells": [*answered()["cells"], code(LATER)]
    },
    "helper-renamed-later": lambda: {
        **HELPED, "cells": [*HELPED["cells"], code("total = 3")]
    },
    "handed-over": handed_over,
    "answer-in-its-check-cell": lambda: {
        **answered({SQUARES: "..."}),
        "cells": [
            {**cell, "source": [FUNCTION + f"\ncheck('{SQUARES}')"]}
            if cell["id"] == f"check-{SQUARES}" else cell
            for cell in answered({SQUARES: "..."})["cells"]
        ],
    },
    "nameless": lambda: nameless(answered()),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_of_all_shapes_keep_their_points(name: str, tmp_path: Path) -> None:
    report = grade(write(tmp_path / "my homework.ipynb", NOTEBOOKS[name]()))
    assert earned(report) == POINTS, report


def test_two_answers_do_not_give_two_chances(tmp_path: Path) -> None:
    """What its check sees counts, and nothing that is right before or after."""
    right, wrong = code("half = 0.5"), code("half = 7.0")
    for cells in ([right, wrong], [wrong, right]):
        content = answered({HALF: cells[0]["source"][0]})
        content["cells"].append(cells[1])
        path = write(tmp_path / "ada.ipynb", content)
        assert earned(grade(path))[HALF] == (2 if cells[0] is right else 0)


@pytest.fixture(scope="module")
def homework(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the gradebook of a class with names of files as they come from real people."""
    folder = tmp_path_factory.mktemp("homework")
    lost = notebook(answered()["cells"], None)
    for name, content in {
        "ada/sums (1).ipynb": answered(),
        "ada/sums.ipynb": answered(UNTOUCHED),
        "bob/Copy of sums.ipynb": lost,
        "cleo/sums-Copy1.ipynb": lost,
        "dan/homework final.ipynb": lost,
        "eve/sums.ipynb": answered(),
        "eve/sums (1).ipynb": answered(),
        "fay/SUMS.IPYNB": lost,
        "gus/sums/answers.ipynb": notebook([code("half = 1/2", HALF)], None),
        "sums/hal.ipynb": lost,
        "sums/ivy/mine.ipynb": notebook([code("half = 1/2")], None),
        "jo/parts.ipynb": notebook([code("pass")], "parts"),
        "jo/sums (2).ipynb": answered({HALF: "half = 1/3"}),
        "jo/sums (1).ipynb": answered({HALF: "half = ..."}),
    }.items():
        write(folder / "files" / name, content)
    done = klgrade(folder / "files", out=folder / "out")
    assert "ada/sums.ipynb is untouched, unlike ada/sums (1).ipynb, and is left out" in done.stderr
    assert "eve/sums (1).ipynb is a copy of eve/sums.ipynb, and is left out" in done.stderr
    return book(folder / "out")


@pytest.mark.parametrize(
    ("student", "points"),
    [("ada", 10), ("bob", 10), ("cleo", 10), ("dan", 10), ("eve", 10), ("fay", 10), ("gus", 2),
     ("hal", 10), ("ivy", 2), ("jo", 8)],
)  # fmt: skip
def test_files_of_all_names_and_places_are_found(
    student: str, points: int, homework: dict[str, Any]
) -> None:
    assert homework[student]["points"] == points, homework[student]


def test_a_second_notebook_that_somebody_worked_on_gets_a_row(homework: dict[str, Any]) -> None:
    row = results(homework["jo"])[""]
    assert (row["points"], row["status"]) == (0, "unreadable")
    assert "second notebook" in row["message"]


def test_a_notebook_without_a_cell_is_not_answered(tmp_path: Path) -> None:
    report = grade(write(tmp_path / "ada.ipynb", notebook([])))
    assert [result.status for result in report.results] == ["unanswered"] * len(POINTS)
