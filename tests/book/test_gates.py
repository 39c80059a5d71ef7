"""Each kind of fault is a warning on its page, and every warning fails the build."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.book.bare_book import build_bare_book, write_bare_book
from tests.book.minibook import STRICT, build_book, write_minibook
from tests.book.notebooks import notebook
from tests.book.small_book import BIBLIOGRAPHY, GLUE, SOUND

# By the name of a page: what is wrong with it, and what the build says.
FAULTS = {
    "failing-cell.ipynb": (notebook("1 / 0"), "Executing notebook failed"),
    "warning-cell.ipynb": (notebook("import warnings; warnings.warn('mind this')"), "stderr"),
    "directive.md": (f"{SOUND}\n```{{nonsense}}\n```\n", "nonsense"),
    "reference.md": (f"{SOUND}\n{{ref}}`sec-nowhere`\n", "sec-nowhere"),
    "link.md": (f"{SOUND}\n[there](nowhere.md)\n", "nowhere.md"),
    "citation.md": (f"{SOUND}\n{{cite:t}}`nobody1900nothing`\n", "nobody1900"),
    "glue.md": ("# B\n\n{glue:text}`sound.ipynb::typo:.2f`\n", "typo"),
    "empty-glue.ipynb": (notebook(GLUE.replace("0.5", "''")), "'kl' is empty"),
    "margin.md": (f"{SOUND}\n:::{{margin}}\nLast.\n:::\n", "directly before the paragraph"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """Build a book of faults."""
    book = tmp_path_factory.mktemp("broken")
    pages = {name: page for name, (page, _) in FAULTS.items()}
    write_minibook(
        book, {"sound.ipynb": notebook(GLUE), **pages, "bibliography.md": BIBLIOGRAPHY + SOUND}
    )
    return build_book(book, *STRICT)


def test_warnings_fail_the_build(broken: subprocess.CompletedProcess[str]) -> None:
    assert broken.returncode != 0


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_of_its_page(broken: subprocess.CompletedProcess[str], name: str) -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", broken.stdout + broken.stderr)
    warnings = re.findall(r"^.*(?:WARNING|ERROR): .*$", plain, re.MULTILINE)
    told = [line for line in warnings if name in line or name.rsplit(".", 1)[0] in line]
    assert any(FAULTS[name][1] in line for line in told), "\n".join(warnings)


def test_pages_without_a_fault_are_not_told_of(small_site: Path) -> None:
    assert (small_site / "chapters" / "sound.html").is_file()


def test_a_formula_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    pages = {"page.md": "# A page\n\n$\\frac{1}$\n"}
    extensions = ["myst_nb", "lightbook", "sphinxcontrib.katex"]
    write_bare_book(tmp_path, pages, extensions=extensions, myst_enable_extensions=["dollarmath"])
    result = build_bare_book(tmp_path)
    assert result.returncode != 0
    assert "KaTeX parse error" in result.stdout + result.stderr
