"""``glue`` in the page: the numbers in the prose follow what the cells compute."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from lightbook.live.runtime.display import Display
from lightbook.live.runtime.messages import Outbox


class Glue:
    """Stands where chapters import ``glue`` from ``myst_nb``, which needs Sphinx."""

    def __init__(
        self, outbox: Outbox, display: Display, formats: Mapping[str, Sequence[str]]
    ) -> None:
        self.outbox = outbox
        self.display = display
        self.formats = formats

    def __call__(self, name: str, variable: object, display: bool = True) -> None:
        """Give the prose a value, under a name; show it as well if asked to."""
        texts = {wanted: formatted(variable, wanted) for wanted in self.formats.get(name, ())}
        if texts:
            self.outbox.send("glue", key=name, texts=texts)
        if display:
            self.display.show(variable)

    def install(self) -> None:
        """Let ``from myst_nb import glue`` find it."""
        module = ModuleType("myst_nb", "What a page offers of MyST-NB: glue.")
        module.glue = self  # type: ignore[attr-defined]
        sys.modules["myst_nb"] = module


def formatted(value: Any, wanted: str) -> str:
    """Return a value as the prose shows it; its ``repr`` where it has no such format.

    Examples
    --------
    >>> formatted(0.5, ".3f"), formatted("half", "")
    ('0.500', 'half')
    """
    if not wanted:
        return str(value)
    try:
        return format(value, f">{wanted}")
    except (TypeError, ValueError):
        return repr(value)
