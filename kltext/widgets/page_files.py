"""What a page without a kernel loads for the explorers.

A book names this module in its settings; the theme reads ``STYLES``, and ``SCRIPTS``: the file
that brings the module of each kind of explorer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kltext import widgets
from kltext.widgets.explorer import Explorer, bundle

# The calculator is large: only the pages that have one load it.
_OWN: Final = {"calculator": "calculator.js"}
_KINDS: Final = sorted(
    explorer._module
    for name in widgets.__all__
    if issubclass(explorer := getattr(widgets, name), Explorer)
)
STYLES: Final[tuple[Path, ...]] = (bundle("page", "explorer.css"),)
SCRIPTS: Final[dict[str, Path]] = {
    kind: bundle("page", _OWN.get(kind, "explorers.js")) for kind in _KINDS
}
