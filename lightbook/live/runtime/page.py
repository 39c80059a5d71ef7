"""The interpreter of this page: what its script calls."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from lightbook.live.runtime.interpreter import Interpreter, Loader

_running: list[Interpreter] = []


def interpreter() -> Interpreter:
    """Return the interpreter of the page."""
    return _running[0]


def start(post: Callable[[Any], None], load: Loader, formats: str) -> Interpreter:
    """Make the interpreter of the page.

    ``formats`` is JSON: for each key of ``glue``, the formats in which the prose shows its value.
    """
    _running[:] = [Interpreter(post, load, json.loads(formats))]
    interpreter().take_over()
    return interpreter()


def receive(comm_id: str, data: str, buffers: list[Any]) -> None:
    """Take a message of a widget in the page."""
    from lightbook.live.runtime.widgets import receive as pass_on

    running = interpreter()
    cell = running.outbox.cell  # one that awaits something goes on afterwards
    running.flush()
    running.outbox.cell = ""
    try:
        pass_on(comm_id, json.loads(data), buffers)
    finally:
        running.flush()
        running.outbox.cell = cell
