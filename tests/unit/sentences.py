"""The one form that every error of kltext has."""

from __future__ import annotations

LONGEST = 320


def is_one_sentence(message: str) -> bool:
    """Return whether a message says what came and what is wrong, and after a semicolon the cure."""
    said, _, cure = message.partition("; ")
    one_line = "\n" not in message and not message.endswith(".")
    return one_line and bool(said) and bool(cure) and len(message) < LONGEST
