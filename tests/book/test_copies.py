"""Every notebook that is handed out reads like its page, in plain Markdown."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag

from lightbook.copies.notebook import WORKS
from lightbook.site.notebook_copies import CELL_ID
from tests.book.built import parsed
from tests.book.pages import ROOT, exercise_files, notebook_cells, page_files
from tests.book.plain_markdown import MATH, plain_words, rendered, seen

CHAPTERS = [path.relative_to(ROOT) for path in page_files() if path.suffix == ".ipynb"]
EXERCISES = [path.relative_to(ROOT) for path in exercise_files()]
# What MyST would have read, and what is missing where a number ought to be.
FOREIGN = {
    "a directive": re.compile(r"^\s*(:{3,}|`{3,}\{)", re.MULTILINE),
    "a role": re.compile(r"\{[a-z:]+\}`"),
    "a label": re.compile(r"^\s*\([a-z][\w-]*\)=", re.MULTILINE),
    "the name of a label": re.compile(r"\b(eq|fig|tab|thm|def|ex|exr|sec|obj)-[a-z]+"),
    "an empty number": re.compile(
        r"\b(Fig\.|Table|Theorem|Definition|Example|Exercise)( ?[,.;)]| \(|$)|\(\)|\[\]|%s",
        re.MULTILINE,
    ),
    "a missing value": re.compile(r"(^|\w\s)[,;](\s|$)", re.MULTILINE),
    "a mark of Markdown": re.compile(r"\*\*|\$|(?<!\w)\]\("),
}


@cache
def copied(site: Path, source: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook's copy."""
    return notebook_cells(site / "notebooks" / source)


@cache
def prose(site: Path, source: Path) -> BeautifulSoup:
    """Return what a reader sees of the text cells of a copy, cell by cell."""
    cells = (cell["source"] for cell in copied(site, source) if cell["cell_type"] == "markdown")
    return BeautifulSoup("".join(f"<div>{rendered(text)}</div>" for text in cells), "html.parser")


def words(site: Path, source: Path) -> str:
    return seen(prose(site, source))


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_a_copy_shows_nothing_of_myst(site: Path, source: Path) -> None:
    shown = BeautifulSoup(str(prose(site, source)), "html.parser")
    for code in shown.find_all(["pre", "code"]):
        code.replace_with("`…`")
    text = "\n".join(plain_words(line) for line in shown.get_text().split("\n"))
    found = {what: mark.findall(text) for what, mark in FOREIGN.items()}
    assert not {what: marks for what, marks in found.items() if marks}
    assert len(text) > 500


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_a_copy_is_a_sound_notebook_without_sphinx(site: Path, source: Path) -> None:
    notebook = nbformat.read(site / "notebooks" / source, as_version=4)
    nbformat.validate(notebook)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert "myst_nb" not in code
    assert not re.search(r"\bglue\(", code)
    assert all("mystnb" not in cell.metadata for cell in notebook.cells)
    assert sum(cell.id == CELL_ID for cell in notebook.cells) == 1
    assert all(cell.source.strip() for cell in notebook.cells)


def page_paragraphs(article: Tag) -> list[str]:
    """Return the text of each paragraph, item, caption and cell of a table of a page."""
    article = BeautifulSoup(str(article), "html.parser")
    for formula in article.select(".katex-error, .math, .katex, .katex-display"):
        formula.replace_with(MATH)
    for other in article.select(
        ".lightbook-tools, .lightbook-widget, .cell_output > :not(figure), .headerlink, noscript"
    ):
        other.decompose()
    parts = article.select("p, figcaption, td, th, h1, h2, h3, h4")
    return [plain_words(part.get_text()) for part in parts if not part.find("p")]


def page_name(source: Path) -> Path:
    return source.with_suffix(".html")


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_a_copy_says_all_that_its_page_says(site: Path, source: Path) -> None:
    article = parsed(site / page_name(source)).select_one("article.bd-article")
    assert article is not None
    whole = loose(words(site, source))
    missing = [text for text in page_paragraphs(article) if loose(text) not in whole]
    assert missing == []


def loose(text: str) -> str:
    """Return text without the marks at which a page and a copy part: spaces, and joints."""
    return re.sub(r"[\s#¶.]+", "", text)


@pytest.mark.parametrize("source", CHAPTERS, ids=str)
def test_cells_keep_their_ids_and_their_order(site: Path, source: Path) -> None:
    given = [cell["id"] for cell in notebook_cells(ROOT / source)]
    kept = [cell["id"] for cell in copied(site, source)]
    shared = [name for name in kept if name in given]
    assert shared == [name for name in given if name in shared]
    added = set(kept) - set(given) - {CELL_ID, "works-cited"}
    assert all(name.endswith("-caption") for name in added)
    figures = [
        c for c in notebook_cells(ROOT / source) if "figure" in c["metadata"].get("mystnb", {})
    ]
    assert len(added) == len(figures)
    code = [c["id"] for c in notebook_cells(ROOT / source) if c["cell_type"] == "code"]
    gone = [name for name in code if name not in kept]
    assert len(gone) <= len(code) / 5


def links(site: Path, source: Path) -> list[str]:
    found = prose(site, source).select("a[href]")
    return [str(link["href"]) for link in found]


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_links_between_copies_lead_somewhere(site: Path, source: Path) -> None:
    folder = (site / "notebooks" / source).parent
    inside = [link for link in links(site, source) if "://" not in link and link[:7] != "mailto:"]
    assert [link for link in inside if not (folder / link.partition("#")[0]).is_file()] == []


def test_works_are_told_where_they_are_cited(site: Path) -> None:
    told = [source for source in CHAPTERS if WORKS.strip("# ") in words(site, source)]
    assert len(told) > 10
    text = words(site, Path("chapters/definition.ipynb"))
    assert "[MacKay, 2003]" in text
    assert "David J. C. MacKay. Information Theory, Inference, and Learning Algorithms" in text


@pytest.mark.parametrize("source", CHAPTERS, ids=str)
def test_equations_keep_their_numbers(site: Path, source: Path) -> None:
    page = parsed(site / page_name(source))
    numbers = [plain_words(mark.get_text()).strip("()¶#") for mark in page.select(".eqno")]
    text = "\n".join(cell["source"] for cell in copied(site, source))
    assert re.findall(r"\\tag\{([\d.]+)\}", text) == numbers


@pytest.mark.audit
@pytest.mark.parametrize("source", CHAPTERS, ids=str)
def test_the_code_of_a_copy_runs(site: Path, tmp_path: Path, source: Path) -> None:
    from nbclient import NotebookClient

    notebook = nbformat.read(site / "notebooks" / source, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute()
    assert any(cell.get("outputs") for cell in notebook.cells)


def test_a_copy_of_an_exercise_keeps_what_graders_look_for(site: Path) -> None:
    for source in EXERCISES:
        given = json.loads((ROOT / source).read_text())
        copy = json.loads((site / "notebooks" / source).read_text())
        cells = {cell["id"]: cell for cell in copy["cells"]}
        for cell in given["cells"]:
            if cell["cell_type"] == "code":
                assert cells[cell["id"]] == cell
        assert copy["metadata"] == given["metadata"]
