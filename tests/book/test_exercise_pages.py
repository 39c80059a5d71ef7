"""The pages of the exercises: they list what there is, and hide what they are told to hide."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import Tag

from lightbook.nodes.exercise_list import LEFT_OUT, Exercise, released, solved_tasks
from lightbook.site.notebook_copies import CELL_ID
from tests.book.built import parsed
from tests.book.pages import ROOT, notebook_cells, page_text

RELEASED = released(ROOT, "exercises", "exercises/kltasks")
SLUGS = [exercise.slug for exercise in RELEASED]


@cache
def section(page: Path, label: str) -> Tag:
    """Return the section of a page that carries a label."""
    mark = parsed(page).find(id=label)
    assert isinstance(mark, Tag), f"{page.name} has no {label}"
    found = mark if mark.name == "section" else mark.find_parent("section")
    assert isinstance(found, Tag)
    return found


def downloads(part: Tag, page: Path) -> list[Path]:
    """Return the files that a part of a page offers for download."""
    return [
        (page.parent / unquote(str(link["href"]))).resolve()
        for link in part.select("a.download[href]")
    ]


def plain(text: str) -> str:
    """Return text with single spaces and straight apostrophes."""
    return " ".join(text.replace("’", "'").split())


def test_every_released_notebook_has_its_tasks() -> None:
    names = sorted(path.stem for path in (ROOT / "exercises").glob("*.ipynb"))
    assert sorted(SLUGS) == names
    assert names


@pytest.mark.parametrize("exercise", RELEASED, ids=SLUGS)
def test_the_page_lists_an_exercise_and_hands_it_out(site: Path, exercise: Exercise) -> None:
    page = site / "chapters" / "exercises.html"
    part = section(page, f"exercise-{exercise.slug}")
    text = plain(part.get_text())
    for task in exercise.tasks:
        assert plain(task.title).split("$")[0] in text
        assert part.find("a", href=re.compile(rf"#{task.objective}$")), task.objective
    assert f"{exercise.points} points" in text
    assert part.find("a", href=re.compile(rf"{exercise.chapter.removeprefix('chapters/')}\.html"))
    files = downloads(part, page)
    assert [file.name for file in files] == [f"{exercise.slug}.ipynb"]
    assert files[0].read_text() == (site / "notebooks" / "exercises" / files[0].name).read_text()
    assert set(files) < set(downloads(section(page, "tab-exercises"), page))


@pytest.mark.parametrize("exercise", RELEASED, ids=SLUGS)
def test_an_exercise_is_a_page_whose_cells_say_what_they_are(
    site: Path, exercise: Exercise
) -> None:
    page = site / "exercises" / f"{exercise.slug}.html"
    article = parsed(page).select_one("article.bd-article")
    assert article is not None
    assert article["data-exercise"] == exercise.slug
    copy = (page.parent / str(article["data-notebook"])).resolve()
    given = {cell["id"]: cell for cell in notebook_cells(copy)}
    shown = article.select("div.cell")
    code = [cell["id"] for cell in given.values() if cell["cell_type"] == "code"]
    assert [cell["data-cell"] for cell in shown] == [name for name in code if name != CELL_ID]
    told = json.loads((ROOT / "exercises" / "kltasks" / f"{exercise.slug}.json").read_text())
    tasks = [(task["id"], task["points"]) for task in told["tasks"]]
    answers = [cell for cell in shown if cell["data-kind"] == "answer"]
    checks = [cell for cell in shown if cell["data-kind"] == "check"]
    assert [cell["data-task"] for cell in answers] == [task for task, _ in tasks]
    assert [(cell["data-task"], int(str(cell["data-points"]))) for cell in checks] == tasks
    for cell in (*answers, *checks):
        source = given[str(cell["data-cell"])]
        assert cell["data-grade"] == source["metadata"]["nbgrader"]["grade_id"]
        block = cell.select_one(".cell_input pre")
        assert block is not None
        assert block.get_text().strip() == source["source"].strip()


def test_the_table_leads_to_the_pages_in_the_order_of_the_chapters(site: Path) -> None:
    pages = [f"../exercises/{slug}.html" for slug in SLUGS]
    page = site / "chapters" / "exercises.html"
    table = section(page, "tab-exercises")
    first = [row.select_one("td a") for row in table.select("tbody tr")]
    assert [link["href"] for link in first if link] == pages
    below = parsed(page).select("nav.bd-links li.current li a")
    assert [link["href"] for link in below] == pages
    for exercise in RELEASED:
        said = section(page, f"exercise-{exercise.slug}")
        assert said.find("a", href=f"../exercises/{exercise.slug}.html")


def test_exercises_are_read_and_not_run(site: Path) -> None:
    run = {path.name for path in (site.parent / "jupyter_execute").rglob("*.ipynb")}
    assert run
    for slug in SLUGS:
        page = parsed(site / "exercises" / f"{slug}.html")
        said = [
            out.get_text().strip() for out in page.select(".cell[data-kind=check] .cell_output")
        ]
        assert said
        assert all(text.endswith("not answered yet") for text in said)


@pytest.mark.parametrize("exercise", RELEASED, ids=SLUGS)
def test_its_chapter_leads_to_the_exercise(site: Path, exercise: Exercise) -> None:
    page = site / f"{exercise.chapter}.html"
    article = parsed(page).select_one("article.bd-article")
    assert article is not None
    assert article.find("a", href=re.compile(rf"exercises\.html#exercise-{exercise.slug}$"))
    assert f"{exercise.slug}.ipynb" in [file.name for file in downloads(article, page)]
    assert all(file.is_file() for file in downloads(article, page))


@pytest.mark.parametrize("exercise", RELEASED, ids=SLUGS)
def test_the_solutions_are_folded_one_for_each_task(site: Path, exercise: Exercise) -> None:
    part = section(site / "chapters" / "solutions.html", f"solution-{exercise.slug}")
    folded = part.find_all("details", recursive=False)
    assert len(folded) == len(exercise.tasks)
    assert not any(fold.has_attr("open") for fold in folded)
    code = [fold.select("div.highlight") for fold in folded]
    assert all(code)
    assert "SOLUTION" not in part.get_text()


def reasons(exercise: Exercise) -> list[str]:
    """Return what the check of a solved notebook says of each option, without its letter."""
    printed = [
        "".join(output.get("text", ""))
        for cell in notebook_cells(exercise.solution)
        for output in cell.get("outputs", [])
    ]
    lines = "\n".join(printed).replace("\n  ", " ").splitlines()
    return [plain(line[3:]) for line in lines if re.match("[a-z]: ", line)]


def test_the_solutions_give_a_reason_for_each_option(site: Path) -> None:
    page = site / "chapters" / "solutions.html"
    given = {exercise.slug: reasons(exercise) for exercise in RELEASED}
    assert sum(map(len, given.values())) > 40
    for slug, told in given.items():
        text = plain(section(page, f"solution-{slug}").get_text())
        assert [reason for reason in told if reason not in text] == []


def test_the_advice_stands_before_the_solutions(site: Path) -> None:
    text = parsed(site / "chapters" / "solutions.html").get_text()
    assert text.index("Try each task") < text.index("The tasks are those of")


def solution_lines() -> set[str]:
    """Return lines of code that solutions have and released notebooks have not."""
    lines = set()
    for slug in SLUGS:
        _, tasks = solved_tasks(ROOT / "exercises" / "solutions" / f"{slug}.ipynb")
        untold = page_text(ROOT / "exercises" / f"{slug}.ipynb")
        code = "\n".join(part for task in tasks for part in task.parts if part.startswith("````"))
        lines |= {
            plain(line) for line in code.splitlines() if len(line) > 40 and line not in untold
        }
    return lines


def site_text(site: Path) -> str:
    """Return all words of a site: of its pages, and of all it hands out besides."""
    texts = [plain(parsed(page).get_text()) for page in site.rglob("*.html")]
    texts += [path.read_text() for path in site.rglob("*.ipynb")]
    texts += [path.read_text() for path in site.rglob("searchindex.js")]
    return "\n".join([*texts, *(path.read_text() for path in site.rglob("*.md*"))])


def test_one_key_leaves_the_solutions_out_of_the_site(site: Path, small_site: Path) -> None:
    lines = solution_lines()
    assert len(lines) > 2 * len(SLUGS)
    text = site_text(site)
    assert {line for line in lines if line not in text} == set()
    assert LEFT_OUT not in text

    text = site_text(small_site)
    assert {line for line in lines if line in text} == set()
    page = small_site / "chapters" / "solutions.html"
    assert LEFT_OUT in plain(parsed(page).get_text())
    assert parsed(page).select("article details") == []
    assert "solution-" not in (small_site / "chapters" / "exercises.html").read_text()


@pytest.mark.parametrize("tasks", [None, '{"title": "T", "chapter": "c", "tasks": [{}]}'])
def test_a_notebook_without_known_tasks_stops_the_build(tmp_path: Path, tasks: str | None) -> None:
    (tmp_path / "_toc.yml").write_text("root: index\n")
    (tmp_path / "unheard-of.ipynb").write_text(json.dumps({"cells": []}))
    if tasks is not None:
        (tmp_path / "unheard-of.json").write_text(tasks)
    with pytest.raises(ValueError, match="unheard-of"):
        released(tmp_path, ".", ".")
