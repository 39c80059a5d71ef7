"""How each thing of MyST is written in the copy of a notebook, in a book of a few cells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.book.notebooks import notebook
from tests.book.pages import ROOT
from tests.made_once import Once

CONF = """project = html_title = "A few cells"
extensions = ["myst_nb", "lightbook", "sphinx_proof", "sphinx_exercise"]
myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
nb_execution_mode = "off"
numfig = True
lightbook_exercises = "none"
html_baseurl = {base!r}
"""
BASE = "https://example.org/book/"
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
FIXTURE = ROOT / "tests" / "fixtures" / "copied.txt"
PAIRS = [part.split("\n-----\n") for part in FIXTURE.read_text().split("\n=====\n")[1:]]
LINKS = {
    "": "[Other](other.ipynb), words, [`it`](other.ipynb). Far.",
    BASE: "[Other](https://example.org/book/other.html), "
    "[words](https://example.org/book/words.html), "
    "[`it`](https://example.org/book/notebooks/other.ipynb). "
    "[Far](https://example.org/book/%C3%BCber.html).",
}
EXERCISE = """:::{exercise}
:label: exr-cells

Compute.
:::

:::{solution-start} exr-cells
:class: dropdown
:::

Like this."""
GATED = (
    ("markdown", EXERCISE),
    ("code", "1 + 1"),
    ("markdown", "So it is.\n\n:::{solution-end}\n:::"),
)


def cells(*said: tuple[str, str]) -> str:
    """Return a notebook of cells of these kinds."""
    whole = json.loads(notebook())
    common = {"metadata": {}}
    code = {"execution_count": None, "outputs": []}
    whole["cells"] = [
        {
            "cell_type": kind,
            "id": f"c{i}",
            "source": text,
            **common,
            **(code if kind == "code" else {}),
        }
        for i, (kind, text) in enumerate(said)
    ]
    return json.dumps(whole)


def written(base: str, once: Once) -> Path:
    """Return the folder of copies of a small book with a base URL."""

    def build(book: Path) -> None:
        (book / "conf.py").write_text(CONF.format(base=base))
        pages = "first\ngated\nother\nwords\nüber"
        (book / "index.md").write_text(f"# Book\n\n```{{toctree}}\n{pages}\n```\n")
        (book / "first.ipynb").write_text(cells(*(("markdown", text.strip()) for text, _ in PAIRS)))
        (book / "gated.ipynb").write_text(cells(("markdown", "# Gated"), *GATED))
        (book / "other.ipynb").write_text(notebook())
        (book / "words.md").write_text("# Words\n")
        (book / "über.md").write_text("# Far\n")
        (book / "pixel.svg").write_text(PIXEL)
        command = [Path(sys.executable).with_name("sphinx-build"), "-W", "--keep-going", "-q"]
        done = subprocess.run(
            [*command, book, book / "out"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    name = "copies-published" if base else "copies-at-home"
    return once(name, build) / "out" / "notebooks"


def sources(path: Path) -> dict[str, str]:
    return {c["id"]: "".join(c["source"]) for c in json.loads(path.read_text())["cells"]}


@pytest.mark.parametrize("base", ["", BASE])
def test_each_thing_is_written_in_plain_markdown(once: Once, base: str) -> None:
    found = sources(written(base, once) / "first.ipynb")
    for i, (_, expected) in enumerate(PAIRS):
        got = found[f"c{i}"]
        head, _, data = got.partition("base64,")
        shown = f"{head}base64,…{data[data.index(')') :]}" if data else got
        assert shown == (LINKS[base] if expected == "…" else expected.strip())


def test_a_solution_of_several_cells_is_no_box(once: Once) -> None:
    found = sources(written("", once) / "gated.ipynb")
    assert list(found)[2:] == ["c1", "c2", "c3"]
    assert found["c1"].endswith("> Compute.\n\n**Solution to Exercise 2**\n\nLike this.")
    assert found["c3"] == "So it is."
