"""Shows values as Jupyter would: by what they offer for display, or by their ``repr``."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Mapping
from typing import Any, Final

from lightbook.live.runtime.messages import Outbox

METHODS: Final = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "text/latex": "_repr_latex_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
}
LONGEST: Final = 100_000  # characters of a repr


def mime_bundle(value: object) -> dict[str, Any]:
    """Return a value as a dictionary from MIME type to text; pictures of bytes as base64."""
    shell = running_shell()
    if shell is not None:
        data, _ = shell.display_formatter.format(value)
    else:
        data = _offered(value)
        data.setdefault("text/plain", repr(value))
    return {kind: _text(content) for kind, content in data.items() if content is not None}


def _offered(value: object) -> dict[str, Any]:
    if isinstance(value, type):
        return {}
    whole = getattr(value, "_repr_mimebundle_", None)
    if callable(whole):
        made = whole(include=None, exclude=None)
        data = made[0] if isinstance(made, tuple) else made
        if isinstance(data, Mapping):
            return dict(data)
    offered = {}
    for kind, name in METHODS.items():
        method = getattr(value, name, None)
        made = method() if callable(method) else None
        if made is not None:
            offered[kind] = made[0] if isinstance(made, tuple) else made
    return offered


def _text(content: Any) -> Any:
    if isinstance(content, bytes):
        return base64.b64encode(content).decode()
    if isinstance(content, str) and len(content) > LONGEST and "<svg" not in content[:1000]:
        return content[:LONGEST] + "…"
    return content


def running_shell() -> Any:
    """Return IPython's shell, if a cell has brought IPython."""
    core = sys.modules.get("IPython.core.interactiveshell")
    if core is None or not core.InteractiveShell.initialized():
        return None
    return core.InteractiveShell.instance()


class Display:
    """The function ``display`` of the cells, and what shows the figures that a cell has drawn."""

    def __init__(self, outbox: Outbox) -> None:
        self.outbox = outbox

    def __call__(self, *values: object, **_options: Any) -> None:
        """Show values."""
        for value in values:
            self.show(value)

    def show(self, value: object) -> None:
        """Show one value; None is nothing to show."""
        if value is None:
            return
        self.publish(mime_bundle(value))

    def publish(self, data: Mapping[str, Any], metadata: Mapping[str, Any] | None = None) -> None:
        """Show what is a dictionary from MIME type to text already."""
        sys.stdout.flush()
        self.outbox.send("display", data=dict(data), metadata=dict(metadata or {}))

    def show_figures(self) -> None:
        """Show and close what was drawn with ``matplotlib.pyplot``."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        for number in pyplot.get_fignums():
            text = io.StringIO()
            pyplot.figure(number).savefig(
                text, format="svg", bbox_inches="tight", metadata={"Date": None}
            )
            self.publish({"image/svg+xml": text.getvalue()})
        self.forget_figures()

    def forget_figures(self) -> None:
        """Close what was drawn: a figure of a cell that failed belongs to no other."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None:
            pyplot.close("all")
