"""Exercises that are done in their page: checks, hints, points, and the notebook for the grader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.live_page import LivePage
from tests.exercises.commands import book, klgrade

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., LivePage]


def solved(slug: str) -> dict[str, str]:
    """Return the code of the answer cells of a solved exercise."""
    path = ROOT / "exercises" / "solutions" / f"{slug}.ipynb"
    return {
        cell["id"]: "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


def points(path: Path, folder: Path) -> tuple[float, float]:
    """Return what the grader gives a notebook, and what it could give."""
    done = klgrade(path, out=folder, bank=ROOT / "exercises" / "bank")
    assert done.returncode == 0, done.stderr
    [student] = book(folder).values()
    return student["points"], student["max"]


def downloaded(live: LivePage, folder: Path, slug: str = "definition") -> Path:
    """Press the button, and return the file."""
    with live.page.expect_download() as download:
        live.press("Download my notebook")
    assert download.value.suggested_filename == f"{slug}.ipynb"
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_an_exercise_done_in_the_page_gets_full_points(open_page: Open, tmp_path: Path) -> None:
    live = open_page("exercises/definition")
    checks = live.page.locator('[data-kind="check"]').evaluate_all(
        "(all) => all.map((e) => e.dataset.cell)"
    )
    live.run(checks[0])
    assert "not answered yet" in live.output(checks[0])
    untouched = downloaded(live, tmp_path)
    assert points(untouched, tmp_path / "untouched")[0] == 0

    wrong = {"definition-kl": "def kl_nats(p, q):\n    return float(np.sum(q * np.log(q / p)))"}
    for cell, code in wrong.items():
        live.type(cell, code)
        live.run(f"check-{cell}")
        assert live.output(f"check-{cell}").startswith("✗")
        assert "under" in live.output(f"check-{cell}")  # the hint names the swapped direction
    assert points(downloaded(live, tmp_path), tmp_path / "wrong")[0] == 0

    for cell, code in solved("definition").items():
        live.type(cell, code)
        live.run(f"check-{cell}")
        assert live.output(f"check-{cell}").startswith("✓"), cell
    earned, all_points = points(downloaded(live, tmp_path), tmp_path / "solved")
    assert earned == all_points > 0
    said = live.page.locator(".lb-exercise-points").text_content()
    assert said == f"{all_points:g} of {all_points:g} points"
    live.page.reload()
    live.run("setup")
    assert live.page.locator(".lb-exercise-points").text_content() == said
    live.page.once("dialog", lambda dialog: dialog.accept())
    live.press("Start over")
    assert live.page.locator(".lb-exercise-points").text_content() == f"0 of {all_points:g} points"


@pytest.mark.audit
@pytest.mark.parametrize(
    "slug", sorted(path.stem for path in (ROOT / "exercises" / "solutions").glob("*.ipynb"))
)
def test_every_exercise_is_done_in_the_page(open_page: Open, tmp_path: Path, slug: str) -> None:
    live = open_page(f"exercises/{slug}")
    live.run("setup")
    for cell, code in solved(slug).items():
        live.type(cell, code)
        live.run(f"check-{cell}")
        assert live.output(f"check-{cell}").startswith("✓"), cell
    earned, all_points = points(downloaded(live, tmp_path, slug), tmp_path / "solved")
    assert earned == all_points > 0


def test_a_check_that_does_not_end_is_stopped(open_page: Open) -> None:
    live = open_page("exercises/definition")
    live.run("setup")
    live.type("definition-kl", "def kl_nats(p, q):\n    while True: pass")
    live.cell("check-definition-kl").locator(".lb-run").click()
    live.page.locator('[data-cell="check-definition-kl"][data-state="running"]').wait_for()
    live.press("Stop")
    assert live.words().startswith("Stopped.")
    live.type("definition-kl", solved("definition")["definition-kl"])
    live.run("check-definition-kl")
    assert live.output("check-definition-kl").startswith("✓")
