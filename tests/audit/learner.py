"""A learner in a real JupyterLab: answer wrongly, read the hint, mend it, see the score.

    python -m tests.audit.learner [FOLDER FOR PICTURES]

Every way to go wrong that beginners find is tried in the light theme, the main ones in the dark
theme again. The server listens on loopback only; the notebook is a copy of the released one.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from lightbook.printing.chromium import started
from tests.browser.lab_server import lab

ROOT = Path(__file__).resolve().parents[2]

EXERCISE = "calibration"
TASK = "calibration-reliability"
SCORE = "3 of 15 points"
TERMS = "    terms = [kl_divergence([p, 1 - p], [s, 1 - s]) for s, p in zip(said, seen)]\n"
HEAD = "def reliability(said, seen, count):\n" + TERMS
MEAN = "float(np.average(terms, weights=count))"


@dataclass(frozen=True)
class Step:
    """What a learner types into the answer cell, and how the check should begin and go on.

    `alone` runs the first cell and the check, and not what stands between them.
    """

    name: str
    code: str | None
    mark: str
    words: str
    alone: bool = False


STEPS = [
    Step("untouched", None, "·", "not answered yet"),
    Step("check-first", None, "·", "there is no reliability yet: run the cell", alone=True),
    Step("wrong", f"{HEAD}    return float(np.mean(terms))", "✗", "?"),
    Step("no-return", f"{HEAD}    {MEAN}", "✗", "does it end with a return?"),
    Step("a-print", f"{HEAD}    print({MEAN})", "✗", "A print shows a value"),
    Step("a-list", f"{HEAD}    return [{MEAN}]", "✗", "a single number is expected"),
    Step(
        "renamed",
        f"{HEAD}    return {MEAN}".replace("reliability(", "relaibility("),
        "·",
        "but a relaibility: if that is your answer",
    ),
    Step(
        "called",
        f"{HEAD}    return {MEAN}\n\nreliability = reliability([0.5], [0.4], [10])",
        "✗",
        "write it with def reliability",
    ),
    Step("not-written", f"{HEAD}    raise NotImplementedError", "·", "not answered yet"),
    Step("misspelt", f"{HEAD}    return flaot(1)", "✗", "NameError: name 'flaot' is not defined"),
    Step("syntax", "def reliability(said, seen, count)\n    return 1", "·", "run the cell", True),
    Step("endless", f"{HEAD}    while True:\n        pass", "✗", "does not come to an end"),
    Step("right", f"{HEAD}    return {MEAN}", "✓", "right (3 points)"),
]
THEMES = {
    "JupyterLab Light": [step.name for step in STEPS],
    "JupyterLab Dark": ["untouched", "wrong", "renamed", "right"],
}


def cell(page: Page, text: str) -> Locator:
    """Return the first code cell with a text."""
    return page.locator(".jp-CodeCell", has_text=text).first


def write(page: Page, code: str) -> None:
    """Replace the text of the answer's cell, which stands above its check."""
    answer = page.locator(".jp-CodeCell:has(+ .jp-CodeCell .cm-content)")
    answer = answer.filter(has_text="(said, seen, count)").first
    answer.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)


def choose(page: Page, menu: str, item: str) -> None:
    """Choose an item of the menu bar."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=item, exact=True).click()


def settle(page: Page) -> None:
    """Wait until the kernel has run what it was asked to."""
    page.wait_for_timeout(1500)
    page.wait_for_function(
        """() => ![...document.querySelectorAll(".jp-InputPrompt")]
          .some((prompt) => prompt.textContent.includes("*"))""",
        timeout=90_000,
    )


def restart(page: Page, *, run: bool) -> None:
    """Begin with a fresh kernel, and run every cell or none."""
    item = (
        "Restart Kernel and Run All Cells…"
        if run
        else "Restart Kernel and Clear Outputs of All Cells…"
    )
    choose(page, "Run" if run else "Kernel", item)
    page.get_by_role("button", name="Confirm Kernel Restart").or_(
        page.locator(".jp-Dialog button.jp-mod-accept")
    ).first.click()
    page.wait_for_timeout(1000)
    settle(page)


def run_cell(page: Page, text: str) -> None:
    """Run one cell as learners do, with the keyboard."""
    cell(page, text).locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    settle(page)


def verdict(page: Page) -> str:
    """Return what the check of the task said, below what the learner's own code has printed."""
    output = cell(page, f'check("{TASK}"').locator(".jp-OutputArea-output")
    return " ".join(re.split(r"^(?=[✓✗·])", output.inner_text(), flags=re.MULTILINE)[-1].split())


def take(page: Page, step: Step) -> str:
    """Do one step, and return what the learner then reads."""
    if step.code is not None:
        write(page, step.code)
    restart(page, run=not step.alone)
    if step.alone:
        run_cell(page, "from klcheck import")
        if step.code is not None:
            run_cell(page, "(said, seen, count)")
        run_cell(page, f'check("{TASK}"')
    return verdict(page)


@contextmanager
def notebook(browser: Browser, theme: str) -> Iterator[Page]:
    """Open the exercise in a JupyterLab of this theme."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(ROOT / "exercises" / f"{EXERCISE}.ipynb", folder)
        settings = folder / ".home" / "labconfig" / "default_setting_overrides.json"
        settings.parent.mkdir(parents=True)
        chosen = {"@jupyterlab/apputils-extension:themes": {"theme": theme}}
        settings.write_text(json.dumps(chosen), encoding="utf-8")
        with lab(folder) as running:
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.goto(running.of(f"{EXERCISE}.ipynb"))
            page.get_by_role("heading", name="Exercise: calibration").wait_for(timeout=90_000)
            page.wait_for_timeout(3000)
            yield page
            page.close()


def work_through(page: Page, theme: str, pictures: Path | None) -> bool:
    """Do a theme's steps, print what the learner reads, and return whether all is as it should."""
    dark = page.locator("body").get_attribute("data-jp-theme-light") == "false"
    fine = dark == theme.endswith("Dark")
    name = theme.rsplit(maxsplit=1)[-1].lower()
    for step in (step for step in STEPS if step.name in THEMES[theme]):
        read = take(page, step)
        good = read.startswith(step.mark) and step.words in read
        fine = fine and good
        print(f"{name} {step.name}: {read}{'' if good else '   <- NOT AS IT SHOULD BE'}")
        if pictures:
            cell(page, f'check("{TASK}"').scroll_into_view_if_needed()
            page.screenshot(path=pictures / f"learner-{name}-{step.name}.png")
    last = page.locator(".jp-CodeCell").last
    last.scroll_into_view_if_needed()
    score = last.locator(".jp-OutputArea").inner_text()
    print(score)
    if pictures:
        page.screenshot(path=pictures / f"learner-{name}-score.png")
    return fine and SCORE in score


def main(arguments: list[str]) -> int:
    """Do the exercise in each theme; return 0 if the learner reads what they should."""
    pictures = Path(arguments[0]) if arguments else None
    fine = True
    with started() as browser:
        for theme in THEMES:
            with notebook(browser, theme) as page:
                fine = work_through(page, theme, pictures) and fine
    print("as it should be" if fine else "not as it should be: see the marked lines")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
