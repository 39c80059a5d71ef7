"""Figures that load when they come into view, and keep their place until then."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import iterparse

from docutils import nodes
from sphinx.application import Sphinx

_LENGTH: Final = re.compile(r"^([0-9.]+)(pt|px|)$")
PIXELS: Final = {"pt": 96 / 72, "px": 1.0, "": 1.0}


def svg_size(path: Path) -> tuple[int, int] | None:
    """Return the width and height of an SVG file in pixels; None if it does not say.

    Sphinx's own ``get_image_size`` reads pictures made of pixels only.
    """
    _, root = next(iterparse(path, events=["start"]))  # noqa: S314  made by this build
    found = [_LENGTH.match(root.get(name, "")) for name in ("width", "height")]
    if not all(found):
        box = root.get("viewBox", "").split()
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else None
    width, height = (round(float(each[1]) * PIXELS[each[2]]) for each in found if each)
    return width, height


def visit_image(self: Any, node: nodes.image) -> None:
    """Write a picture with its size, and that it may wait."""
    file = Path(self.builder.srcdir, node["uri"])
    place = len(self.body)
    type(self).visit_image(self, node)
    tag = "".join(self.body[place:])
    more = ' loading="lazy" decoding="async"'
    if (
        file.suffix == ".svg"
        and file.is_file()
        and "width" not in node
        and (size := svg_size(file))
    ):
        more = f' width="{size[0]}" height="{size[1]}"{more}'
    self.body[place:] = [tag.replace("<img", f"<img{more}", 1)]


def depart_image(self: Any, node: nodes.image) -> None:
    """End a picture."""
    type(self).depart_image(self, node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(nodes.image, override=True, html=(visit_image, depart_image))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
