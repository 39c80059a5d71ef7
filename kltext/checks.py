"""The former place of ``klcheck``, for notebooks that were handed out while it stood here."""

from __future__ import annotations

from klcheck import add_cases, check, progress

__all__ = ["add_cases", "check", "progress"]
