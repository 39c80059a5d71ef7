"""Puts the face of the text into the site's style sheet, cut to the characters of its pages.

A font that came by itself would come after the first lines: they would be drawn in another face,
and break anew. In the style sheet it takes milliseconds, for which ``face.js`` holds the text back.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Final

from sphinx.application import Sphinx

from lightbook.site.formula_fonts import characters, cut
from lightbook.site.merge_css import UNPURGED
from lightbook.static_files import FOLDER, STYLE, pages, stamp

UPRIGHT: Final = "400-normal"


def inlined(sheet: str, fonts: list[Path]) -> str:
    """Return a style sheet with fonts in it instead of their addresses."""
    for font in fonts:
        data = base64.b64encode(font.read_bytes()).decode("ascii")
        address = rf"""url\(["']?[^"')]*{re.escape(font.name)}["']?\)"""
        sheet = re.sub(address, f"url(data:font/woff2;base64,{data})", sheet)
    return sheet


def cut_face(font: Path, shown: set[str]) -> None:
    """Leave only these characters in a font, and of its tables what browsers draw them by.

    Kerning is a fifth of a font: the upright one, in which most of the text is set, keeps it.
    """
    features = ["ccmp", "liga", "locl", *(["kern"] if UPRIGHT in font.name else [])]
    tables = ["BASE", "STAT"]
    cut(font, shown, hinting=False, layout_features=features, name_IDs=[1, 2], drop_tables=tables)


def inline_text_face(app: Sphinx) -> None:
    """Cut the fonts beside the style sheet, and put them into it."""
    out = Path(app.outdir)
    fonts = sorted((out / FOLDER).glob("*.woff2"))
    shown = characters([page.read_text(encoding="utf-8") for page in pages(app)])
    for font in fonts:
        cut_face(font, shown)
    for sheet in (out / STYLE, Path(app.doctreedir, UNPURGED)):
        sheet.write_text(inlined(sheet.read_text(encoding="utf-8"), fonts), encoding="utf-8")
    for font in fonts:
        font.unlink()
    stamp(app, STYLE)
