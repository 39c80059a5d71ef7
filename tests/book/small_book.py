"""The pages of the one small book that is built for the tests."""

from __future__ import annotations

import json
import re
from typing import Final

import nbformat

from tests.book.notebooks import notebook
from tests.book.pages import ROOT, exercise_files

BASE: Final = "https://example.org/kl"
BIBLIOGRAPHY: Final = "# Bibliography\n\n```{bibliography}\n```\n"
SOUND: Final = "# A page\n\nIt cites {cite:t}`shannon1948mathematical`, and $D \\ge 0$.\n"
GLUE: Final = "from myst_nb import glue\nglue('kl', 0.5, display=False)"
EXERCISE_PAGES: Final = ("exercises", "solutions")
# What stands on the page of widgets: an explorer, two that are linked, and what needs a kernel.
CELLS: Final = (
    "from kltext.widgets import GaussianExplorer\n\nGaussianExplorer()",
    """import ipywidgets

first, second = GaussianExplorer(mu_q=2), GaussianExplorer(sigma_q=3)
ipywidgets.jslink((first, "mu_p"), (second, "mu_p"))
ipywidgets.VBox([first, second])""",
    """import matplotlib.pyplot as plt


@ipywidgets.interact(height=(0.0, 1.0))
def draw(height=0.5):
    plt.plot([0, height])
    plt.show()""",
)


def widgets_page() -> str:
    """Return a notebook with the cells, whose first is a numbered figure."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    cells[0].metadata["mystnb"] = {
        "figure": {"name": "fig-one", "caption": "An explorer with a number."},
        "image": {"alt": "Two bell curves."},
    }
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Widgets"), *cells])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return str(nbformat.writes(book))


def chapter_stubs() -> dict[str, str]:
    """Return short pages that stand for the chapters and carry the labels of the objectives."""
    tasks = ROOT / "exercises" / "kltasks"
    listed = [json.loads(file.read_text()) for file in sorted(tasks.glob("*.json"))]
    goals = sorted({task["objective"] for exercise in listed for task in exercise["tasks"]})
    labels = "\n\n".join(f"({goal})=\n## On {goal}" for goal in goals)
    told = "".join(path.read_text() for path in exercise_files())
    stubs = {  # notebooks, as the links of the exercises say
        f"{chapter}.ipynb": notebook(prose=f"# {chapter}\n\nA stub.")
        for chapter in sorted(set(re.findall(r"\]\(\.\./(chapters/[\w/-]+)\.ipynb\)", told)))
    }
    stubs["chapters/goals.md"] = f"# Goals\n\n{labels}\n"
    stubs["chapters/for-instructors.md"] = "# For instructors\n\n(sec-grading)=\n## Grading\n"
    return stubs


def pages() -> dict[str, str]:
    """Return the text of every page, by its path."""
    lists = [f"chapters/{name}.md" for name in EXERCISE_PAGES]
    return {
        "chapters/sound.md": SOUND,
        "chapters/run.ipynb": notebook(GLUE),
        "chapters/widgets.ipynb": widgets_page(),
        **chapter_stubs(),
        **{name: (ROOT / name).read_text() for name in lists},
        "bibliography.md": BIBLIOGRAPHY,
    }
