"""A learner in a real JupyterLab: answer wrongly, read the hint, mend it, see the score.

    python tests/audit/learner.py [FOLDER FOR PICTURES]

The server listens on loopback only; the notebook is a copy of the released one.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "browser"))

from chromium import started  # noqa: E402  (what the tests share)
from lab_server import lab  # noqa: E402

EXERCISE = "calibration"
TASK = "calibration-reliability"
WRONG = """def reliability(said, seen, count):
    terms = [kl_divergence([p, 1 - p], [s, 1 - s]) for s, p in zip(said, seen)]
    return float(np.mean(terms))"""
RIGHT = """def reliability(said, seen, count):
    terms = [kl_divergence([p, 1 - p], [s, 1 - s]) for s, p in zip(said, seen)]
    return float(np.average(terms, weights=count))"""


def write(page: Page, code: str) -> None:
    """Replace the text of the answer's cell."""
    cell = page.locator(".jp-CodeCell", has_text="def reliability").first
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(code)


def run_all(page: Page) -> None:
    """Restart nothing; run every cell and wait until the kernel rests."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_timeout(1500)
    page.wait_for_function(
        """() => ![...document.querySelectorAll(".jp-InputPrompt")]
          .some((prompt) => prompt.textContent.includes("*"))""",
        timeout=90_000,
    )


def verdict(page: Page) -> str:
    """Return what the check of the task printed."""
    cell = page.locator(".jp-CodeCell", has_text=f'check("{TASK}"').first
    return cell.locator(".jp-OutputArea-output").inner_text().strip()


def main(arguments: list[str]) -> int:
    """Do the exercise, wrongly and rightly; print what the learner reads."""
    pictures = Path(arguments[0]) if arguments else None
    with tempfile.TemporaryDirectory() as name, started() as browser:
        folder = Path(name)
        shutil.copy(ROOT / "exercises" / f"{EXERCISE}.ipynb", folder)
        with lab(folder) as address:
            page = browser.new_page(viewport={"width": 1280, "height": 1400})
            page.goto(address.format(f"{EXERCISE}.ipynb"))
            page.get_by_role("heading", name="Exercise: calibration").wait_for(timeout=90_000)
            page.wait_for_timeout(3000)
            read = []
            for step, code in (("untouched", None), ("wrong", WRONG), ("right", RIGHT)):
                if code is not None:
                    write(page, code)
                run_all(page)
                read.append(verdict(page))
                print(f"{step}: {read[-1]}")
                if pictures:
                    checked = page.locator(".jp-CodeCell", has_text=f'check("{TASK}"').first
                    checked.scroll_into_view_if_needed()
                    page.screenshot(path=pictures / f"learner-{step}.png")
            page.locator(".jp-CodeCell", has_text="progress()").last.scroll_into_view_if_needed()
            score = page.locator(".jp-CodeCell").last.locator(".jp-OutputArea").inner_text()
            print(score)
            if pictures:
                page.screenshot(path=pictures / "learner-score.png")
    marks = [line[0] for line in read]
    ok = marks == ["·", "✗", "✓"] and "3 of 15 points" in score
    print("as it should be" if ok else "not as it should be: expected ·, ✗, ✓ and 3 of 15 points")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
