"""A learner in a real JupyterLab: answer wrongly, read the hint, mend it, see the score.

    python tests/audit/learner.py [FOLDER FOR PICTURES]

The server listens on loopback only; the notebook is a copy of the released one.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser import FLAGS, ROOT, chromium
from playwright.sync_api import Page, sync_playwright

EXERCISE = "calibration"
TASK = "calibration-reliability"
WRONG = """def reliability(said, seen, count):
    terms = [kl_divergence([p, 1 - p], [s, 1 - s]) for s, p in zip(said, seen)]
    return float(np.mean(terms))"""
RIGHT = """def reliability(said, seen, count):
    terms = [kl_divergence([p, 1 - p], [s, 1 - s]) for s, p in zip(said, seen)]
    return float(np.average(terms, weights=count))"""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Run JupyterLab on a folder, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    home = folder / ".home"
    command = [
        *(Path(sys.executable).parent / "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
        *(f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"),
    ]
    # A home of its own, so that nobody's settings and workspaces are read or changed.
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home)}
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset"
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Return when the server answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SystemExit(f"JupyterLab stopped with {server.returncode}: see its lab.log")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"JupyterLab did not answer within {seconds} seconds")


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
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        shutil.copy(ROOT / "exercises" / f"{EXERCISE}.ipynb", folder)
        with lab(folder) as address:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
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
                    page.screenshot(path=pictures / f"learner-{step}.png")
            page.locator(".jp-CodeCell", has_text="progress()").last.scroll_into_view_if_needed()
            score = page.locator(".jp-CodeCell").last.locator(".jp-OutputArea").inner_text()
            print(score)
            if pictures:
                page.screenshot(path=pictures / "learner-score.png")
            browser.close()
    marks = [line[0] for line in read]
    ok = marks == ["·", "✗", "✓"] and "3 of 15 points" in score
    print("as it should be" if ok else "not as it should be: expected ·, ✗, ✓ and 3 of 15 points")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
