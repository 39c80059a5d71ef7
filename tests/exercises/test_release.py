"""What learners get is what the solved notebooks and the bank give, to the byte."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from klgrade.public import public_json
from klgrade.release import build, clear, normalised
from klgrade.release_cli import main
from klgrade.tasks import load_bank
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

ROOT = Path(__file__).parents[2]
SOLVED = ROOT / "exercises/solutions"
RELEASED = ROOT / "exercises"
BANK = load_bank(ROOT / "exercises/bank")
each = pytest.mark.parametrize("exercise", list(BANK), ids=[exercise.slug for exercise in BANK])


def load(slug):
    return json.loads((SOLVED / f"{slug}.ipynb").read_text(encoding="utf-8"))


@each
def test_the_public_data_are_those_of_the_bank(exercise):
    path = ROOT / f"exercises/kltasks/{exercise.slug}.json"
    assert path.read_text(encoding="utf-8") == public_json(exercise), "run make exercises"


PLAIN = """
import json, sys
from klgrade.public import public_json
from klgrade.tasks import load_bank
print(json.dumps({exercise.slug: public_json(exercise) for exercise in load_bank(sys.argv[1])}))
"""


def test_the_public_data_are_the_same_on_an_older_processor():
    """NumPy's faster loops differ in last digits from those that every processor has."""
    faster = " ".join(np.show_config(mode="dicts")["SIMD Extensions"]["found"])
    done = subprocess.run(
        [sys.executable, "-c", PLAIN, str(ROOT / "exercises/bank")],
        env=os.environ | {"NPY_DISABLE_CPU_FEATURES": faster, "OPENBLAS_CORETYPE": "Prescott"},
        capture_output=True,
        text=True,
        check=True,
    )
    for slug, text in json.loads(done.stdout).items():
        assert (ROOT / f"exercises/kltasks/{slug}.json").read_text(encoding="utf-8") == text


def without_outputs(path):
    """Return the text of a notebook's file, but for what a kernel has put there."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@each
def test_the_notebooks_are_those_of_their_source(exercise):
    """What they print is compared where their cells are run."""
    solved, released = (folder / f"{exercise.slug}.ipynb" for folder in (SOLVED, RELEASED))
    built = build(solved, exercise, execute=False)
    assert without_outputs(solved) == built.solved, "run make exercises"
    assert without_outputs(released) == built.released, "run make exercises"
    assert not re.search('"[✗·]', solved.read_text(encoding="utf-8"))
    text = released.read_text(encoding="utf-8")
    assert text.count("not answered yet\\n") == len(exercise.tasks)


@pytest.mark.parametrize(
    "slug",
    [
        pytest.param(slug, marks=[] if slug == "definition" else pytest.mark.audit)
        for slug in BANK.exercises
    ],
)
def test_a_fresh_run_gives_the_same_files(slug):
    solved, released = (folder / f"{slug}.ipynb" for folder in (SOLVED, RELEASED))
    built = build(solved, BANK.exercises[slug])
    assert solved.read_text(encoding="utf-8") == built.solved, "run make exercises"
    assert released.read_text(encoding="utf-8") == built.released, "run make exercises"


@each
def test_cells_are_cleared_as_nbgrader_clears_them(exercise):
    preprocessor = ClearSolutions(code_stub={"python": "..."})
    ids = {task.id for task in exercise.tasks}
    for cell in normalised(load(exercise.slug), exercise)["cells"]:
        if cell["id"] in ids:
            theirs = new_code_cell(cell["source"])
            assert preprocessor._replace_solution_region(theirs, "python")
            assert clear(cell["source"]) == theirs.source
            assert "SOLUTION" not in theirs.source


def test_nothing_is_released_that_has_no_source():
    slugs = {exercise.slug for exercise in BANK}
    for folder in (SOLVED, ROOT / "exercises"):
        assert {path.stem for path in folder.glob("*.ipynb")} == slugs
    assert {path.stem for path in (ROOT / "exercises/kltasks").glob("*.json")} == slugs


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("### BEGIN SOLUTION\n1\n### BEGIN SOLUTION\n2\n### END SOLUTION", "inside a solution"),
        ("### BEGIN SOLUTION\n1", "no end"),
        ("1\n### END SOLUTION", "has not begun"),
        ("1", "no region"),
    ],
)
def test_a_region_that_is_nested_or_open_is_an_error(source, complaint):
    with pytest.raises(ValueError, match=complaint):
        clear(source)


def test_a_notebook_without_its_cells_is_an_error():
    exercise = next(iter(BANK))
    first = exercise.tasks[0].id
    for name in (first, f"check-{first}"):
        notebook = load(exercise.slug)
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != name]
        with pytest.raises(ValueError, match=f"needs a code cell with the id '{name}'"):
            normalised(notebook, exercise)
    notebook = load(exercise.slug)
    notebook["cells"].append(notebook["cells"][0])
    with pytest.raises(ValueError, match="two cells have the id"):
        normalised(notebook, exercise)
    notebook = load(exercise.slug)
    next(c for c in notebook["cells"] if c["id"] == f"check-{first}")["source"] = "check(1, 2)"
    with pytest.raises(ValueError, match="must hold this line"):
        normalised(notebook, exercise)


OWN = """
import numpy as np

from klcheck import add_cases, check

add_cases("data")
"""


def test_a_bank_of_ones_own_is_released_as_the_page_says(tmp_path, monkeypatch):
    page = (ROOT / "chapters/for-instructors.md").read_text(encoding="utf-8")
    bank = tmp_path / "bank" / "coins.py"
    bank.parent.mkdir()
    bank.write_text(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], encoding="utf-8")
    answer = "def surprise(p):\n    ### BEGIN SOLUTION\n    return float(-np.log2(p))\n"
    answer += "    ### END SOLUTION"
    cells = {"setup": OWN, "coins-surprise": answer}
    cells["check-coins-surprise"] = 'check("coins-surprise")'
    solved = new_notebook(cells=[new_code_cell(text, id=name) for name, text in cells.items()])
    solved["metadata"]["klgrade"] = {"exercise": "coins"}
    (tmp_path / "solutions").mkdir()
    nbformat.write(solved, tmp_path / "solutions" / "coins.ipynb")
    monkeypatch.chdir(tmp_path)
    assert main(["solutions", "--out", ".", "--bank", "bank", "--data", "data"]) == 0
    outputs = json.loads(Path("coins.ipynb").read_text(encoding="utf-8"))["cells"][-1]["outputs"]
    assert "coins-surprise: not answered yet" in outputs[0]["text"][0]
