"""The book built for another address, served below a path, and walked through link by link.

python -m tests.audit.subpath
"""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup

from tests.audit.browser import ROOT
from tests.browser.loopback import served

BASE = "https://example.org/kl/"
BELOW = "/kl/"
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "html", ".doctrees", ".*_cache"
)


def build(folder: Path) -> Path:
    """Build a copy of the book whose address is another one, and return its site."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    # What ran once need not run again: no number rests on the address.
    shutil.copytree(ROOT / "_build/.jupyter_cache", folder / "_build/.jupyter_cache")
    config = folder / "_config.yml"
    text = config.read_text(encoding="utf-8")
    changed = re.sub(r'baseurl: ""', f'baseurl: "{BASE}"', text)
    assert changed != text, "_config.yml has no empty baseurl to set"
    config.write_text(changed, encoding="utf-8")
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-n", "-W"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "_build" / "html"


def addresses(page: str, html: bytes) -> set[str]:
    """Return what a page links to and loads, as whole addresses without their anchors."""
    soup = BeautifulSoup(html, "html.parser")
    found = [tag["href"] for tag in soup.select("a[href], link[href]:not([rel=canonical])")]
    found += [tag["src"] for tag in soup.select("[src]")]
    return {urldefrag(urljoin(page, str(each)))[0] for each in found}


def crawl(start: str) -> tuple[int, list[str]]:
    """Return how many addresses were asked for, and what is wrong with them."""
    host, wrong = urlsplit(start).netloc, []
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop()
        try:
            with urllib.request.urlopen(here, timeout=30) as answer:  # noqa: S310  our own server
                body, kind = answer.read(), answer.headers["Content-Type"]
        except urllib.error.HTTPError as error:
            wrong.append(f"{error.code}: {here}")
            continue
        if "html" not in kind:
            continue
        html = gzip.decompress(body)
        canonical = re.search(rb'rel="canonical" href="([^"]*)"', html)
        expected = BASE + (here.removeprefix(start) or "index.html")
        if b"noindex" not in html and (not canonical or canonical[1].decode() != expected):
            wrong.append(f"canonical is {canonical and canonical[1]!r}: {here}")
        for found in addresses(here, html) - seen:
            if urlsplit(found).netloc == host:
                seen.add(found)
                queue.append(found)
    return len(seen), wrong


def main() -> int:
    """Build, serve, walk; return 1 if a link is dead."""
    with tempfile.TemporaryDirectory() as temporary:
        site = build(Path(temporary) / "book")
        with served(site, below=BELOW) as address:
            count, wrong = crawl(f"{address}/")
    print("\n".join(wrong))
    print(f"{count} addresses below {BELOW}: {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
