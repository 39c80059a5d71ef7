"""What a page without a kernel loads for the explorers.

A book names this module in its settings; the theme reads ``STYLES``, and ``SCRIPTS``: the file
that brings the module of each kind of explorer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kltext.widgets.explorer import bundle, bundle_names

STYLES: Final[tuple[Path, ...]] = (bundle("page", "explorer.css"),)
# A script is named after the explorers in it: "discrete-gaussian".
SCRIPTS: Final[dict[str, Path]] = {
    kind: bundle("page", f"{script}.js")
    for script in bundle_names("page")
    for kind in script.split("-")
}
