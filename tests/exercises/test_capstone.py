"""The capstone's table stands in its notebook and in its bank; both are the book's own counts."""

import csv
import json
import runpy
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]


def _book() -> dict[str, list[int]]:
    counts: dict[str, list[int]] = {}
    with (ROOT / "chapters/data/letters_udhr.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            counts.setdefault(row["language"], []).append(int(row["count"]))
    return counts


def _notebook(folder: str) -> dict[str, object]:
    """Return what the cells that hold the data define."""
    path = ROOT / folder / "capstone-languages.ipynb"
    cells = {c["id"]: "".join(c["source"]) for c in json.loads(path.read_text("utf-8"))["cells"]}
    found: dict[str, object] = {"np": np}
    exec(cells["data"] + "\n" + cells["paragraph"], found)  # noqa: S102 (our own cells)
    return found


def test_the_tables_are_the_books() -> None:
    book = _book()
    bank = runpy.run_path(str(ROOT / "exercises/bank/capstone_languages.py"))
    for source in (_notebook("exercises"), _notebook("exercises/solutions")):
        assert source["names"] == bank["NAMES"]
        np.testing.assert_array_equal(source["counts"], [book[name] for name in bank["NAMES"]])
        np.testing.assert_array_equal(source["counts"], bank["COUNTS"])


def test_the_sorted_paragraph_is_that_of_the_bank() -> None:
    bank = runpy.run_path(str(ROOT / "exercises/bank/capstone_languages.py"))
    count = bank["letter_counts"]
    for folder in ("exercises", "exercises/solutions"):
        letters = _notebook(folder)["paragraph"]
        assert letters == "".join(sorted(letters))
        np.testing.assert_array_equal(count(letters), count(bank["PARAGRAPH"]))
