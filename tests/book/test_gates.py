"""Each kind of fault fails the build: shown on small books that are broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.book.minibook import build_book, write_minibook
from tests.book.notebooks import notebook

STRICT = ("-n", "-W", "--keep-going")
SOUND = "# A page\n\nIt cites {cite:t}`shannon1948mathematical`, and $D \\ge 0$.\n"


BIBLIOGRAPHY = "# Bibliography\n\n```{bibliography}\n```\n"
GLUE = "from myst_nb import glue\nglue('kl', 0.5, display=False)"
FAULTS = {
    "failing cell": ({"page.ipynb": notebook("1 / 0")}, "ZeroDivisionError"),
    "warning from a cell": (
        {"page.ipynb": notebook("import warnings; warnings.warn('mind this')")},
        "stderr",
    ),
    "unknown directive": ({"page.md": SOUND + "\n```{nonsense}\n```\n"}, "nonsense"),
    "dead reference": ({"page.md": SOUND + "\n{ref}`sec-nowhere`\n"}, "sec-nowhere"),
    "dead link": ({"page.md": SOUND + "\n[there](nowhere.md)\n"}, "nowhere.md"),
    "missing citation": ({"page.md": SOUND + "\n{cite:t}`nobody1900nothing`\n"}, "nobody1900"),
    "missing glue": (
        {"page.ipynb": notebook(GLUE), "other.md": "# B\n\n{glue:text}`page.ipynb::typo:.2f`\n"},
        "typo",
    ),
    "empty glue": (
        {"page.ipynb": notebook(GLUE.replace("0.5", "''")), "other.md": "# B\n"},
        "'kl' is empty",
    ),
    "unreadable formula": ({"page.md": SOUND + "\n$\\frac{1}$\n"}, "KaTeX parse error"),
}


def test_a_sound_book_builds(tmp_path: Path) -> None:
    pages = {"page.md": SOUND, "run.ipynb": notebook(GLUE), "bibliography.md": BIBLIOGRAPHY}
    write_minibook(tmp_path, pages)
    result = build_book(tmp_path, *STRICT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "_build" / "html" / "page.html").is_file()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_fails_the_build(fault: str, tmp_path: Path) -> None:
    pages, complaint = FAULTS[fault]
    write_minibook(tmp_path, {**pages, "bibliography.md": BIBLIOGRAPHY + SOUND})
    result = build_book(tmp_path, *STRICT)
    assert result.returncode != 0, f"the build passed in spite of a {fault}"
    assert complaint in result.stdout + result.stderr
