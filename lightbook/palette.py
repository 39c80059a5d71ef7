"""The colours of this package, as in its style sheet roles.css: each has contrast 4.5 on white."""

from __future__ import annotations

from typing import Final

BLUE: Final = "#0072b2"
ORANGE: Final = "#ba5000"
GREEN: Final = "#007a5a"
INK: Final = "#1b1f24"
