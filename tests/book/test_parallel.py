"""What runs side by side loses nothing and adds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from jupyter_cache.executors.utils import ExecutionResult

from lightbook.execution import parallel
from tests.book.bare_book import build_bare_book, write_bare_book
from tests.book.notebooks import notebook

NAMES = [f"page{number}" for number in range(9)]


def test_every_page_is_found_after_a_build_in_two_processes(tmp_path: Path) -> None:
    pages = {f"{name}.md": f"# On {name}\n\nSome words on {name}.\n" for name in NAMES}
    write_bare_book(tmp_path, pages)
    # Sphinx warns of an extension that makes it write in one process all the same.
    done = build_bare_book(tmp_path, "-j", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "_build/html/_static/lightbook/search-index.js").read_text()
    entries = json.loads(text.splitlines()[0].partition("=")[2].rstrip(";"))
    assert text.splitlines()[1] == "lightbookWords={};"
    expected = {f"{name}.html": f"Some words on {name}." for name in NAMES}
    assert {url: words for _, _, url, words, _ in entries if url in expected} == expected


PIECES = """\
import sys, time
for piece in ("a line", " of pieces\\n", "and", " another\\n"):
    sys.stdout.write(piece)
    sys.stdout.flush()
    time.sleep(0.05)
"""


def test_what_is_printed_in_pieces_is_one_text(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pieces.ipynb"
    path.write_text(notebook(PIECES))
    done, result = parallel.run(path, timeout=60)
    assert result.err is None
    outputs = done.cells[1].outputs
    assert [output.text for output in outputs] == ["a line of pieces\nand another\n"]
    assert capfd.readouterr().err == ""


def test_a_kernel_that_dies_leaves_its_notebook_to_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("dies", "lives"):
        (tmp_path / f"{name}.ipynb").write_text(notebook("1 + 1"))

    def run(path: Path, _timeout: int) -> tuple[nbformat.NotebookNode, ExecutionResult]:
        if path.stem == "dies":
            raise RuntimeError("Kernel died before replying to kernel_info")
        return parallel.read(path), ExecutionResult({}, "", 1.0, None, None)

    monkeypatch.setattr(parallel, "run", run)
    ran = parallel.run_uncached(
        sorted(tmp_path.glob("*.ipynb")), str(tmp_path / "cache"), timeout=60
    )
    assert [path.stem for path, _ in ran] == ["lives"]
