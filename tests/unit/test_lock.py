"""The lock names exact versions, and nothing that only one machine has."""

from __future__ import annotations

import re
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


def test_every_line_is_a_name_and_its_version():
    lines = [line for line in LOCK.read_text().splitlines() if line.strip()]
    pinned = [line for line in lines if not line.lstrip().startswith("#")]
    assert len(pinned) > 100
    assert [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
