"""What the interpreter tells the page: dictionaries, each with a ``type``.

=============  ==========================================================================
``stream``     ``text`` that was printed to ``name``, stdout or stderr
``display``    a value, as a dictionary ``data`` from MIME type to text
``clear``      forget what the cell has shown so far (``wait``: when the next output comes)
``error``      what was raised: ``text``, and the reader's own ``lines`` that led to it
``glue``       the value of ``key``, as ``texts`` for each format in which the page shows it
``comm``       a message of a widget: ``open``, ``msg`` or ``close``
=============  ==========================================================================

Each carries the ``cell`` that runs; outputs made inside an Output widget carry its model's id,
``into``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Message = dict[str, Any]


class Outbox:
    """Hands messages to the page, marked with what they belong to."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self.post = post
        self.cell = ""
        self.captures: list[str] = []  # models of the Output widgets that are open, inner ones last

    def send(self, kind: str, /, **details: Any) -> None:
        """Send a message."""
        message = {"type": kind, "cell": self.cell, **details}
        if self.captures and kind in {"stream", "display", "clear", "error"}:
            message["into"] = self.captures[-1]
        self.post(message)
