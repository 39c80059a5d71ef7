"""A warm build runs what changed and nothing else, and no page keeps an old number."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.book.minibook import ROOT, build_book, write_minibook
from tests.book.notebooks import notebook

QUOTE = "# Quotes\n\nThe value is {glue:text}`first.ipynb::value:.3f`.\n"


def first_page(value: str) -> str:
    return notebook(
        f"from myst_nb import glue\nglue('value', {value}, display=False)", prose="# First"
    )


SECOND_PAGE = notebook("import kltext.constant\nprint('it is', kltext.constant.VALUE)")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Copy ``kltext`` and give it one constant, which a test may change."""
    copy = tmp_path / "site-packages"
    ignore = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(ROOT / "kltext", copy / "kltext", ignore=ignore)
    modules = ROOT / "kltext" / "web" / "node_modules"
    (copy / "kltext" / "web" / "node_modules").symlink_to(modules)
    (copy / "kltext" / "constant.py").write_text("VALUE = 111\n")
    return copy


def executed(book: Path, package: Path) -> set[str]:
    """Build the book and return the names of the notebooks that ran."""
    result = build_book(book, "-n", "-W", "--keep-going", package=package)
    assert result.returncode == 0, result.stdout + result.stderr
    return set(re.findall(r"(\w+)\.ipynb: Executed notebook in", result.stdout + result.stderr))


def page(book: Path, name: str) -> str:
    return (book / "_build" / "html" / f"{name}.html").read_text()


def test_what_a_change_runs_again(tmp_path: Path, package: Path) -> None:
    book = tmp_path / "book"
    pages = {"first.ipynb": first_page("0.125"), "second.ipynb": SECOND_PAGE, "quote.md": QUOTE}
    write_minibook(book, pages)
    assert executed(book, package) == {"first", "second"}
    assert "it is 111" in page(book, "second")
    assert "The value is 0.125." in re.sub(r"<[^>]+>", "", page(book, "quote"))

    # Nothing changed: nothing runs.
    assert executed(book, package) == set()

    # One chapter changed: it runs alone, and the page that quotes it follows.
    (book / "first.ipynb").write_text(first_page("0.875"))
    assert executed(book, package) == {"first"}
    assert "The value is 0.875." in re.sub(r"<[^>]+>", "", page(book, "quote"))

    # A constant of kltext changed: all run, and the page shows the new number.
    (package / "kltext" / "constant.py").write_text("VALUE = 222\n")
    assert executed(book, package) == {"first", "second"}
    assert "it is 222" in page(book, "second")
