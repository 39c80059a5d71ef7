"""Whole notebooks in the JupyterLite of the site: they run there, and graders take them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from lightbook.site.notebook_copies import CELL_ID
from tests.browser.test_live_exercises import solved
from tests.exercises.commands import book, klgrade

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 300  # a chapter trains small networks; a loaded machine is slow
SOURCES = sorted((ROOT / "chapters").rglob("*.ipynb")) + sorted(
    (ROOT / "exercises").glob("*.ipynb")
)
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in SOURCES]
TRACEBACKS = """() => [...document.querySelectorAll(".jp-OutputArea-output")]
  .map((output) => output.textContent).filter((text) => text.includes("Traceback"))"""
# An error ends a run: the cells after it are not run.
DONE = f"""() => {{
  const cells = ".jp-CodeCell .jp-InputArea-prompt";
  const words = [...document.querySelectorAll(cells)].map((prompt) => prompt.textContent.trim());
  const numbered = words.some(Boolean) && words.every((one) => !one || /\\d/.test(one));
  const idle = document.body.textContent.includes("Python (Pyodide) | Idle");
  return (numbered && idle) || ({TRACEBACKS})().length > 0;
}}"""


@pytest.fixture
def lite(browser: Browser, site: Path, served: str) -> Iterator[Page]:
    """Return a page of a reader who has been nowhere; at the end it has asked nobody else."""
    assert (site / "lite" / "lab").is_dir(), "there is no JupyterLite: run `make live` first"
    asked: list[str] = []
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        own = (served, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(own) else asked.append(r.url))
        yield page
    assert asked == []


def follow(page: Page, served: str, notebook: str) -> None:
    """Go to a notebook by the link of its page, and wait for its kernel."""
    page.goto(f"{served}/{notebook.removesuffix('.ipynb')}.html")
    page.get_by_role("link", name="Open in JupyterLite").click()
    status = page.get_by_text(re.compile(r"Python \(Pyodide\) \| Idle"))
    status.first.wait_for(timeout=1000 * SECONDS)


def choose(page: Page, menu: str, item: str) -> None:
    """Choose what a menu offers."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    words = re.compile(rf"^{item}( \S+)?$")  # its keys may follow
    page.get_by_role("menuitem", name=words).click()


def run_all(page: Page) -> None:
    """Run every cell, and wait for the last: of a folded one without output no number is seen."""
    choose(page, "View", "Expand All Code")
    choose(page, "Run", "Run All Cells")
    page.wait_for_function(DONE, timeout=1000 * SECONDS)


def cells(page: Page, site: Path, notebook: str) -> dict[str, Locator]:
    """Return the cells of an open notebook, by the ids that they have in its copy."""
    copy = json.loads((site / "notebooks" / notebook).read_text(encoding="utf-8"))
    shown = page.locator(".jp-Notebook .jp-Cell")
    assert shown.count() == len(copy["cells"])
    return {cell["id"]: shown.nth(place) for place, cell in enumerate(copy["cells"])}


def test_an_exercise_done_in_jupyterlite_gets_full_points(
    lite: Page, site: Path, served: str, tmp_path: Path
) -> None:
    name = "exercises/definition.ipynb"
    follow(lite, served, name)
    by_id = cells(lite, site, name)
    assert not by_id[CELL_ID].locator(".jp-InputArea-editor").is_visible()  # folded
    answers = solved("definition")
    for cell, code in answers.items():
        by_id[cell].locator(".cm-content").click()
        lite.keyboard.press("ControlOrMeta+a")
        lite.keyboard.insert_text(code)
    run_all(lite)
    assert lite.evaluate(TRACEBACKS) == []
    for cell in answers:
        assert by_id[f"check-{cell}"].locator(".jp-OutputArea").inner_text().startswith("✓"), cell
    choose(lite, "File", "Save Notebook")
    lite.locator(".jp-DirListing-item", has_text="definition.ipynb").click(button="right")
    with lite.expect_download() as download:
        lite.get_by_role("menuitem", name="Download", exact=True).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    done = klgrade(path, out=tmp_path / "graded", bank=ROOT / "exercises" / "bank")
    assert done.returncode == 0, done.stderr
    [student] = book(tmp_path / "graded").values()
    assert student["points"] == student["max"] > 0


@pytest.mark.audit
@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebook_runs_to_its_end(lite: Page, served: str, notebook: str) -> None:
    follow(lite, served, notebook)
    run_all(lite)
    assert lite.evaluate(TRACEBACKS) == []
