"""What a page without a kernel loads for the explorers.

A book names this module in its settings; the theme reads ``STYLES``, and ``SCRIPTS``: the file
that brings the module of each kind of explorer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kltext.widgets.explorer import bundle, bundle_names

# A large explorer has a script of its own, which only the pages that show it load.
_OWN: Final = bundle_names("page")
STYLES: Final[tuple[Path, ...]] = (bundle("page", "explorer.css"),)
SCRIPTS: Final[dict[str, Path]] = {
    kind: bundle("page", f"{kind if kind in _OWN else 'explorers'}.js")
    for kind in bundle_names("widgets")
}
