"""A small copy of the book: the same configuration, only the pages asked for.

Run it to preview single chapters without building the rest:

    python -m tests.book.minibook /tmp/preview chapters/definition.ipynb chapters/glossary.md
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("requirements.lock", "chapters/_static", "chapters/data", "chapters/references.bib")
STRICT = ("-n", "-W", "--keep-going")


def write_minibook(
    target: Path, pages: Mapping[str, str | Path], *, baseurl: str = "", **settings: Any
) -> None:
    """Write a book of ``pages`` (path in the book: text, or the file to copy) to ``target``.

    A page ``index.md`` is added unless it is among them. ``settings`` are those of Sphinx. The
    packages of this book are not in it, and it hands out no wheels.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        source, copy = ROOT / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, dirs_exist_ok=True)
        else:
            shutil.copy(source, copy)
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    config["html"]["baseurl"] = baseurl
    config["execute"]["timeout"] = 60  # now and then ipykernel loses a reply; it is asked again
    without = {"lightbook_projects": [], "lightbook_search_pairs": {}}  # their pages are not there
    config["sphinx"]["config"] |= without | settings
    (target / "_config.yml").write_text(yaml.safe_dump(config))
    for name, page in {"index.md": "# A small book\n\nOne page.\n", **pages}.items():
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(page.read_text() if isinstance(page, Path) else page)
    chapters = [{"file": name.rsplit(".", 1)[0]} for name in pages if name != "index.md"]
    toc = {"format": "jb-book", "root": "index", "chapters": chapters}
    (target / "_toc.yml").write_text(yaml.safe_dump(toc))


def build_book(
    book: Path, *flags: str, package: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run jupyter-book on ``book``, with what is in the folder ``package`` before all else."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    if package is not None:
        environment["PYTHONPATH"] = str(package)
    command = [Path(sys.executable).parent / "jupyter-book", "build", book, *flags]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def main(arguments: Sequence[str]) -> int:
    """Preview the chapters named on the command line."""
    parser = argparse.ArgumentParser(description="Build single chapters with the book's settings.")
    parser.add_argument("target", type=Path, help="folder for the small book")
    parser.add_argument("pages", nargs="+", help="chapters, as paths from the root of the book")
    options = parser.parse_args(arguments)
    missing = [page for page in options.pages if not (ROOT / page).is_file()]
    if missing:
        parser.error(f"no such page in {ROOT}: {', '.join(missing)}")
    write_minibook(options.target, {page: ROOT / page for page in options.pages})
    result = build_book(options.target, "-n", "--keep-going")
    print(result.stdout, result.stderr, f"{options.target}/_build/html/index.html", sep="\n")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
