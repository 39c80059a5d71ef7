"""Figures that load when they come into view, keep their place until then, and are small."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import iterparse

from sphinx.application import Sphinx

from lightbook import nodejs
from lightbook.theme import is_on

_IMAGE: Final = re.compile(r'<img ([^>]*?)src="([^"]*?_images/[^"]+)"([^>]*?)\s*/?>')
_LENGTH: Final = re.compile(r"^([0-9.]+)(pt|px|)$")
PIXELS: Final = {"pt": 96 / 72, "px": 1.0, "": 1.0}


def svg_size(path: Path) -> tuple[int, int] | None:
    """Return the width and height of an SVG file in pixels; None if it does not say."""
    _, root = next(iterparse(path, events=["start"]))  # noqa: S314  made by this build
    found = [_LENGTH.match(root.get(name, "")) for name in ("width", "height")]
    if not all(found):
        box = root.get("viewBox", "").split()
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else None
    width, height = (round(float(each[1]) * PIXELS[each[2]]) for each in found if each)
    return width, height


def place_figures(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Write into the page how large each figure is, and that it may wait."""
    if not is_on(app) or not context.get("body"):
        return

    def placed(image: re.Match[str]) -> str:
        before, source, after = image.groups()
        size = app.lightbook_sizes.get(Path(source).name)  # type: ignore[attr-defined]
        room = f' width="{size[0]}" height="{size[1]}"' if size and "width=" not in before else ""
        rest = f"{before}{after}".strip()
        return f'<img {rest} src="{source}"{room} loading="lazy" decoding="async">'

    context["body"] = _IMAGE.sub(placed, context["body"])


def measure(app: Sphinx, env: Any) -> None:
    """Measure each figure once, before any page is written."""
    app.lightbook_sizes = {}  # type: ignore[attr-defined]
    for path, (_, name) in env.images.items():
        file = Path(app.srcdir) / path
        if file.suffix == ".svg" and file.is_file():
            app.lightbook_sizes[name] = svg_size(file)  # type: ignore[attr-defined]


def shrink_figures(app: Sphinx, exception: Exception | None) -> None:
    """Make the copies of the figures that pages show small."""
    if exception or not is_on(app):
        return
    paths = sorted((Path(app.outdir) / "_images").glob("*.svg"))
    fresh = [
        path
        for path in paths
        if b"http://www.w3.org/1999/xlink" in path.read_bytes()[:2000]
        or b"<?xml" in path.read_bytes()[:10]
    ]
    if fresh:
        nodejs.run("figures", paths=[str(path) for path in fresh])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("env-updated", measure)
    app.connect("html-page-context", place_figures)
    app.connect("build-finished", shrink_figures)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
