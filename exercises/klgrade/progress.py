"""A progress bar on the terminal, and nothing anywhere else."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO


class Progress:
    """Shows how many of `total` are done, and how long the rest will take."""

    def __init__(self, total: int, *, stream: TextIO | None = None, shown: bool = True) -> None:
        self.total = total
        self.done = 0
        self.stream = stream or sys.stderr
        self.shown = shown and total > 0 and self.stream.isatty()
        self.start = time.monotonic()
        self._draw()

    def step(self) -> None:
        """Count one more."""
        self.done += 1
        self._draw()

    def close(self) -> None:
        """Leave the line to whatever is written next."""
        if self.shown:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def line(self, width: int) -> str:
        """Return the bar as a line of at most `width` characters."""
        counts = f" {self.done}/{self.total}"
        spent = time.monotonic() - self.start
        if 0 < self.done < self.total:
            left = round(spent / self.done * (self.total - self.done))
            counts += f"  {left // 60}:{left % 60:02} left"
        room = max(0, min(40, width - len(counts) - len("Grading ") - 1))
        filled = room * self.done // self.total
        return "Grading " + "█" * filled + "░" * (room - filled) + counts

    def _draw(self) -> None:
        if self.shown:
            columns = shutil.get_terminal_size().columns
            self.stream.write("\r\x1b[K" + self.line(columns)[: columns - 1])
            self.stream.flush()
