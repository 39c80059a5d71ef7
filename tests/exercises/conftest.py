"""What the tests of the exercises share."""

from __future__ import annotations

collect_ignore = ["course"]  # a bank, which klgrade loads
