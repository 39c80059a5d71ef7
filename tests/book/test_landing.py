"""The landing page: an explorer, every chapter, and what the reader has done so far."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from kltext import kl_normal
from lightbook.printing.chromium import complaints, remembering
from tests.book.built import parsed
from tests.book.pages import ROOT, page_files

PAGES = [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in page_files()]
READ = """() => JSON.parse(localStorage.getItem(
  Object.keys(localStorage).find((key) => key.endsWith(":visited"))))"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Open a reader's browser without a network, and hold the pages to silence."""
    with remembering(browser, tmp_path / "profile") as context:
        page = context.new_page()
        heard = complaints(page)
        yield page
        assert heard == []


def test_it_lists_every_page_with_its_reading_time(site: Path) -> None:
    soup = parsed(site / "index.html")
    items = soup.select(".lightbook-contents li")
    assert [str(item.a["href"]) for item in items if item.a] == PAGES[1:]
    numbered = [item for item in items if item.select_one(".lightbook-number")]
    parts = yaml.safe_load((ROOT / "_toc.yml").read_text())["parts"]
    assert len(numbered) == sum(len(one["chapters"]) for one in parts if "numbered" in one)
    for item in items:
        time = item.select_one(".lightbook-minutes")
        assert (time is not None) == (item in numbered), "only chapters are read from end to end"
        if time is not None:
            number = time.get_text().split()[0]
            assert 1 <= int(number) <= 90
            chapter = parsed(site / str(item.a["href"]))
            line = chapter.select_one(".lightbook-tools .lightbook-minutes")
            assert line is not None
            assert line.get_text() == f"{number} min to read"


@pytest.mark.parametrize(("width", "height", "room"), [(1280, 800, 500), (390, 844, 150)])
def test_its_first_view_has_the_way_in_and_the_picture(
    page: Page, site: Path, width: int, height: int, room: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    start = (site / "index.html").as_uri()
    page.goto(start)
    more = page.locator(".lightbook-start .lightbook-more")
    assert more.is_hidden()
    figure = page.locator(".kl-figure svg").first
    top = figure.bounding_box()["y"]  # type: ignore[index]
    assert top < height - room, "so much of the picture is seen"
    page.goto((site / "chapters" / "properties.html").as_uri())
    page.goto(start)
    assert more.inner_text() == "Continue: Properties"
    buttons = [page.get_by_role("link", name="Start reading"), more]
    boxes = [button.bounding_box() for button in buttons]
    assert all(box and box["y"] + box["height"] < height for box in boxes)
    figure.wait_for()
    assert figure.bounding_box()["y"] == top, "the second link moves nothing"  # type: ignore[index]


def test_its_doors_stand_in_a_row_where_there_is_room(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    doors = page.locator(".lightbook-row").first.locator(".lightbook-card")
    for width, rows in ((1280, 1), (390, 3)):
        page.set_viewport_size({"width": width, "height": 844})
        tops = doors.evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
        assert len(tops) == 3
        assert len(set(tops)) == rows


def test_its_explorer_lives(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".lightbook-widget").scroll_into_view_if_needed()
    explorer = page.locator(".kltext-explorer")
    explorer.wait_for()
    value = json.loads(explorer.get_attribute("data-values") or "{}")["kl"]
    assert value == pytest.approx(kl_normal(0, 1, 1, 1.5), rel=1e-14)


def test_it_remembers_what_was_read_until_told_to_forget(page: Page, site: Path) -> None:
    start = (site / "index.html").as_uri()
    page.goto(start)
    assert page.locator(".lightbook-progress").is_hidden()
    for name in ("chapters/properties", "chapters/applications/vae", "chapters/properties"):
        page.goto((site / f"{name}.html").as_uri())
        page.wait_for_timeout(200)
        assert name not in page.evaluate(READ)["pages"], "it was merely opened"
    assert page.locator(".bd-sidebar-primary a.lightbook-visited").count() == 0
    for name in ("chapters/properties", "chapters/applications/vae", "chapters/properties"):
        page.goto((site / f"{name}.html").as_uri())
        page.keyboard.press("End")
        page.locator(".bd-sidebar-primary a.current.lightbook-visited").wait_for(state="attached")
    assert page.evaluate(READ)["pages"] == ["chapters/applications/vae", "chapters/properties"]
    assert page.locator(".bd-sidebar-primary a.lightbook-visited").count() == 2
    page.goto(start)
    progress = page.locator(".lightbook-progress")
    progress.scroll_into_view_if_needed()  # far blocks are not laid out before
    told = progress.text_content() or ""
    assert f"You have read 2 of {len(PAGES) - 1} pages to the end." in told
    assert "knowledge check" not in told
    on = page.locator(".lightbook-progress").get_by_role("link", name="Continue: Properties")
    assert on.evaluate("link => link.href").endswith("/chapters/properties.html")
    assert page.locator(".lightbook-contents a.lightbook-visited").count() == 2
    assert page.get_by_role("link", name="Properties (read)").count() >= 1
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Forget my progress").click()
    assert page.locator(".lightbook-progress").is_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Forget my progress").click()
    assert page.locator(".lightbook-progress").is_hidden()
    assert page.locator("a.lightbook-visited, .lightbook-told").count() == 0
    assert page.evaluate("() => localStorage.length") == 0 or page.evaluate(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('lightbook:'))"
    )


def test_it_shows_the_score_of_the_knowledge_check(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    keep = """(score) => localStorage.setItem(`lightbook:${
      document.querySelector('meta[name="lightbook-book"]').content}:quiz-score`, score)"""
    page.evaluate(keep, '{"answered": 12, "right": 9, "first": 7, "total": 51}')
    page.reload()
    progress = page.locator(".lightbook-progress")
    progress.scroll_into_view_if_needed()  # far blocks are not laid out before
    told = progress.text_content() or ""
    assert "answered 12 of 51 questions, 9 of them rightly" in told
    for nonsense in ("{", '{"answered": "many"}', "null"):
        page.evaluate(keep, nonsense)
        page.reload()
        assert page.locator(".lightbook-progress").is_hidden()
