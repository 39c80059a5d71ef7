"""The file of the calculator's cases is what its script writes."""

from __future__ import annotations

import pytest

from tests.fixtures import make_pair_cases as script


@pytest.mark.audit  # it computes thousands of values with 120 digits
def test_the_file_is_what_the_script_writes() -> None:
    assert script.text() == script.PATH.read_text(encoding="utf-8")
