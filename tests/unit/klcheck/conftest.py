"""What the tests of klcheck share: a small exercise that check knows."""

from __future__ import annotations

import json

import pytest
from klcheck import cases, feedback

from tests.unit.klcheck.tiny_exercise import exercise


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Let check know the small exercise, and have seen nothing yet."""
    monkeypatch.setattr(cases, "_sources", cases._Sources([]))
    monkeypatch.setattr(feedback, "_seen", {})
    (tmp_path / "tiny.json").write_text(json.dumps(exercise()), encoding="utf-8")
    cases.add_cases(tmp_path)
    yield cases.exercises()["tiny"]
    cases._known.cache_clear()
