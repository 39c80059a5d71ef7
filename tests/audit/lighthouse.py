"""Lighthouse on every page of the built site, as a phone with a slow network sees it.

    python -m tests.audit.lighthouse [PAGE ...] [--runs 3]

Prints a table: the median of each score, the bytes of the first run, and what failed. The
pages come from a server on this machine that compresses, as every web host does. Lighthouse's
own simulation slows the network down, and the processor; a busy machine lowers the first score.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from lightbook.nodejs import node
from lightbook.printing.chromium import FLAGS, chromium
from tests.audit.browser import ROOT, SITE
from tests.browser.loopback import served

BARS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
COMMAND = ROOT / "tests/node_modules/lighthouse/cli/index.js"
# A file or a 404 page is not to be found by a search engine: they say so themselves.
HIDDEN = {"search.html", "genindex.html", "py-modindex.html", "404.html"}


def report(address: str, folder: Path) -> dict[str, Any]:
    """Return what one run of Lighthouse says of an address."""
    path = folder / "report.json"
    call = [node(), str(COMMAND), address, "--quiet", "--output=json", f"--output-path={path}"]
    call += [f"--chrome-flags={' '.join(FLAGS)}", f"--only-categories={','.join(BARS)}"]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    subprocess.run(call, env=environment, check=True, cwd=folder)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def median(reports: list[dict[str, Any]]) -> dict[str, int]:
    """Return the median of each score, out of 100."""
    return {
        name: round(100 * statistics.median(r["categories"][name]["score"] for r in reports))
        for name in BARS
    }


def failures(found: dict[str, Any]) -> list[str]:
    """Return the audits that a report counts against the page."""
    audits = found["audits"]
    weighted = {
        part["id"]
        for name in BARS
        if name != "performance"
        for part in found["categories"][name]["auditRefs"]
        if part["weight"] > 0
    }
    return sorted(name for name in weighted if audits[name]["score"] not in (None, 1))


def line(name: str, reports: list[dict[str, Any]]) -> tuple[str, bool]:
    """Return a row of the table, and whether the page reaches every bar."""
    scores = median(reports)
    audits = reports[0]["audits"]
    kib = audits["total-byte-weight"]["numericValue"] / 1024
    paint = audits["largest-contentful-paint"]["numericValue"] / 1000
    wrong = failures(reports[0])
    reached = all(scores[each] >= bar for each, bar in BARS.items())
    row = f"{name:45}" + "".join(f"{scores[each]:>6}" for each in BARS)
    return f"{row}{kib:>8.0f}{paint:>7.2f}  {' '.join(wrong)}", reached


def main() -> int:
    """Judge the pages; return 1 if one misses a bar."""
    parser = argparse.ArgumentParser(description="Judge every page by Lighthouse.")
    parser.add_argument("pages", nargs="*", help="pages, as paths in the site; default: all")
    parser.add_argument("--runs", type=int, default=3, help="runs for each page (default 3)")
    options = parser.parse_args()
    every = [path.relative_to(SITE).as_posix() for path in sorted(SITE.rglob("*.html"))]
    pages = options.pages or [
        name for name in every if not name.startswith(("_", "lite/")) and name not in HIDDEN
    ]
    print(f"{'page':45}  perf  a11y  best   seo     KiB  LCP s  failed")
    missed = 0
    with served(SITE) as address, tempfile.TemporaryDirectory() as folder:
        for name in pages:
            reports = [report(f"{address}/{name}", Path(folder)) for _ in range(options.runs)]
            row, reached = line(name, reports)
            missed += not reached
            print(row, flush=True)
    print(f"{len(pages)} pages: {missed} miss a bar ({BARS})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
