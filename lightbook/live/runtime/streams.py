"""What cells print: sent as it comes, and cut where it would fill the page."""

from __future__ import annotations

import io
import time
from typing import Final

from lightbook.live.runtime.messages import Outbox

LIMIT: Final = 200_000  # characters of one cell
PROMPT: Final = 500  # so many messages go at once; after that they are collected
PAUSE: Final = 0.05  # seconds between collected messages
CUT: Final = (
    "\n[The output is cut here: it is longer than 200,000 characters. The cell runs on; "
    "what else it prints is not shown.]\n"
)


class Budget:
    """How much one cell may still print, to stdout and stderr together."""

    def __init__(self) -> None:
        self.left = LIMIT
        self.messages = 0

    def take(self, text: str) -> str:
        """Return what of a text may be shown."""
        if self.left <= 0:
            return ""
        shown = text[: self.left]
        self.left -= len(text)
        return shown if self.left > 0 else shown + CUT


class Stream(io.TextIOBase):
    """A text stream whose text goes to the page."""

    encoding = "utf-8"

    def __init__(self, name: str, outbox: Outbox) -> None:
        super().__init__()
        self.name = name
        self.outbox = outbox
        self.budget = Budget()
        self._waiting: list[str] = []
        self._sent = 0.0

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Take a text, and send it unless very many came just before."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        shown = self.budget.take(text)
        if shown:
            self._waiting.append(shown)
            soon = self.budget.messages < PROMPT and "\n" in shown
            if soon or time.monotonic() - self._sent > PAUSE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what waits."""
        if not self._waiting:
            return
        text, self._waiting = "".join(self._waiting), []
        self.budget.messages += 1
        self._sent = time.monotonic()
        self.outbox.send("stream", name=self.name, text=text)
