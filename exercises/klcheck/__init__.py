"""Feedback on the exercises, in the notebook: instant, offline, and never the grade."""

from __future__ import annotations

from klcheck.cases import add_cases
from klcheck.feedback import check, progress

__all__ = ["add_cases", "check", "progress"]
