"""The file of the calculator's cases is what its script writes."""

from __future__ import annotations

from tests.fixtures import make_pair_cases as script


def test_the_file_is_what_the_script_writes() -> None:
    assert script.text() == script.PATH.read_text(encoding="utf-8")
